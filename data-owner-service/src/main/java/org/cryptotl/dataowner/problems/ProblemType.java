package org.cryptotl.dataowner.problems;

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
  FORBIDDEN(HttpStatus.FORBIDDEN, "This is not allowed"),
  /** It does not exist, or is somebody else's. */
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing"),
  /** The path exists, but not with this method. */
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  /** The answer cannot be given in this form. */
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer has another media type"),
  /** The state does not allow it. */
  CONFLICT(HttpStatus.CONFLICT, "The present state does not allow this"),
  /** The body is larger than can be right. */
  TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
  /** The body has another media type. */
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has another media type"),
  /** Rows of an upload are not what the mapping says. */
  BAD_ROWS(HttpStatus.UNPROCESSABLE_CONTENT, "Rows of the file cannot be used"),
  /** The model owner changed the plan that keys were made for. */
  STALE_MANIFEST(HttpStatus.GONE, "The model owner has another manifest now"),
  /** The model owner does not answer, or not as its contract says. */
  MODEL_OWNER_UNAVAILABLE(HttpStatus.BAD_GATEWAY, "The model owner does not answer as expected"),
  /** The model owner asks to wait. */
  MODEL_OWNER_BUSY(HttpStatus.SERVICE_UNAVAILABLE, "The model owner asks to wait"),
  /** The model owner refused the request. */
  MODEL_OWNER_REFUSED(HttpStatus.BAD_GATEWAY, "The model owner refused the request"),
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
