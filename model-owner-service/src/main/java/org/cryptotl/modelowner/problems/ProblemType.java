package org.cryptotl.modelowner.problems;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The kinds of failures; their names are part of the contract. */
public enum ProblemType {
  /** The request is not what HTTP or JSON want it to be. */
  MALFORMED_REQUEST(HttpStatus.BAD_REQUEST, "The request is malformed"),
  /** A value is out of its range. */
  INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is invalid"),
  /** No token, or an unknown one. */
  UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A valid bearer token is needed"),
  /** The role does not allow it. */
  FORBIDDEN(HttpStatus.FORBIDDEN, "The token's role does not allow this"),
  /** It does not exist, or is somebody else's. */
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
  /** The path exists, but not with this method. */
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  /** The answer cannot be given in this form. */
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer has another media type"),
  /** The state does not allow it. */
  CONFLICT(HttpStatus.CONFLICT, "The present state does not allow this"),
  /** A part of an upload does not begin where the last one ended. */
  OFFSET_MISMATCH(HttpStatus.CONFLICT, "The part does not continue the upload"),
  /** A limit of the tenant. */
  LIMIT_REACHED(HttpStatus.CONFLICT, "A limit of the tenant is reached"),
  /** The plan that keys or ciphertexts were made for is no more. */
  STALE_MANIFEST(HttpStatus.GONE, "The manifest is no longer valid"),
  /** The body is larger than can be right. */
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  /** The body has another media type. */
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has another media type"),
  /** The model cannot be evaluated under encryption. */
  UNSUPPORTED_MODEL(HttpStatus.UNPROCESSABLE_CONTENT, "The model cannot be evaluated"),
  /** Ciphertexts or keys are not what the manifest says. */
  BAD_CIPHERTEXT(HttpStatus.UNPROCESSABLE_CONTENT, "Ciphertexts or keys do not fit the manifest"),
  /** The query budget of the model is used up. */
  BUDGET_EXHAUSTED(HttpStatus.TOO_MANY_REQUESTS, "The query budget is used up"),
  /** Too many requests in a minute. */
  RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
  /** Too many evaluations wait already. */
  BUSY(HttpStatus.TOO_MANY_REQUESTS, "The service is busy"),
  /** A defect of the service. */
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed");

  private final HttpStatus status;
  private final String title;

  ProblemType(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The status of the answer. */
  public HttpStatus status() {
    return status;
  }

  /** What it is, in words; the same for all failures of the kind. */
  public String title() {
    return title;
  }

  /** The stable identifier. */
  public URI uri() {
    return URI.create("urn:cryptotl:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
