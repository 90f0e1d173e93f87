package org.cryptotl.dataowner.problems;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures that the container finds before any code of ours is asked, such as a request line that
 * is none: they have the form of all others.
 */
public final class ProblemValve extends ErrorReportValve {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

  /** For the container. */
  public ProblemValve() {}

  @Override
  protected void report(Request request, Response response, Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ProblemType type =
        switch (status) {
          case 404 -> ProblemType.NOT_FOUND;
          case 405 -> ProblemType.METHOD_NOT_ALLOWED;
          case 413 -> ProblemType.TOO_LARGE;
          default -> status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL;
        };
    String body =
        """
        {"type":"%s","title":"%s","status":%d,"detail":"the request was refused as it stands",\
        "instance":"/"}
        """
            .formatted(type.uri(), type.title(), status);
    try {
      response.setContentType("application/problem+json");
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.getReporter().write(body);
      response.finishResponse();
    } catch (IOException e) {
      LOG.debug("the caller is gone", e);
    }
  }
}
