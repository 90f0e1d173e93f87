package org.cryptotl.modelowner.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.coyote.BadRequestException;
import org.cryptotl.he.HeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns whatever is thrown on the way through a controller into a problem. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemWriter writer;

  ProblemAdvice(ProblemWriter writer) {
    this.writer = writer;
  }

  @ExceptionHandler
  void any(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (failure instanceof AsyncRequestNotUsableException
        || (isCallersEnd(failure) && response.isCommitted())) {
      LOG.debug("the caller is gone", failure);
      return;
    }
    if (failure instanceof HttpRequestMethodNotSupportedException method) {
      Set<HttpMethod> supported = method.getSupportedHttpMethods();
      if (supported != null) {
        response.setHeader(
            HttpHeaders.ALLOW,
            supported.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", ")));
      }
    }
    writer.write(request, response, problem(failure));
  }

  private static Problem problem(Exception failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case HeException e -> new Problem(ProblemType.BAD_CIPHERTEXT, e.getMessage());
      case NoResourceFoundException _ ->
          new Problem(ProblemType.NOT_FOUND, "there is nothing at this path");
      case HttpRequestMethodNotSupportedException e ->
          new Problem(ProblemType.METHOD_NOT_ALLOWED, "got " + e.getMethod());
      case HttpMediaTypeNotAcceptableException e ->
          new Problem(ProblemType.NOT_ACCEPTABLE, "available: " + e.getSupportedMediaTypes());
      case HttpMediaTypeException e ->
          new Problem(
              ProblemType.UNSUPPORTED_MEDIA_TYPE, "expected one of " + e.getSupportedMediaTypes());
      case MaxUploadSizeExceededException _ ->
          new Problem(ProblemType.TOO_LARGE, "the upload has more bytes than are accepted");
      case MultipartException _ ->
          new Problem(ProblemType.MALFORMED_REQUEST, "expected a well-formed multipart body");
      case HttpMessageNotReadableException e -> unreadable(e);
      case MethodArgumentNotValidException e ->
          new Problem(
              ProblemType.INVALID_REQUEST,
              e.getBindingResult().getFieldErrors().stream()
                  .map(ProblemAdvice::describe)
                  .sorted()
                  .collect(Collectors.joining("; ")));
      case HandlerMethodValidationException e ->
          new Problem(
              ProblemType.INVALID_REQUEST,
              e.getParameterValidationResults().stream()
                  .flatMap(r ->
                      r.getResolvableErrors().stream()
                          .map(error ->
                              r.getMethodParameter().getParameterName()
                                  + " "
                                  + error.getDefaultMessage()))
                  .sorted()
                  .collect(Collectors.joining("; ")));
      case MethodArgumentTypeMismatchException e ->
          new Problem(
              ProblemType.INVALID_REQUEST,
              "parameter %s: expected %s"
                  .formatted(
                      e.getName(),
                      e.getRequiredType() == null ? "" : e.getRequiredType().getSimpleName()));
      case ErrorResponse e when e.getStatusCode().is4xxClientError() ->
          new Problem(ProblemType.MALFORMED_REQUEST, detail(e));
      case Exception e when e instanceof EOFException || isCallersEnd(e) ->
          new Problem(ProblemType.MALFORMED_REQUEST, "the body ended before it was complete");
      default -> internal(failure);
    };
  }

  /** Whether the connection broke off, or brought bytes that HTTP does not allow. */
  private static boolean isCallersEnd(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadRequestException) {
        return true;
      }
    }
    return false;
  }

  private static String detail(ErrorResponse e) {
    String detail = e.getBody().getDetail();
    return detail == null ? e.getStatusCode().toString() : detail;
  }

  private static Problem unreadable(HttpMessageNotReadableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem problem) {
        return problem;
      }
    }
    return new Problem(
        ProblemType.MALFORMED_REQUEST,
        "the body cannot be read; expected JSON as the contract describes it");
  }

  private static String describe(FieldError error) {
    return error.getField() + " " + error.getDefaultMessage();
  }

  private static Problem internal(Exception failure) {
    LOG.error("unexpected failure", failure);
    return new Problem(
        ProblemType.INTERNAL, "the failure was logged; tell the operator the time of the request");
  }
}
