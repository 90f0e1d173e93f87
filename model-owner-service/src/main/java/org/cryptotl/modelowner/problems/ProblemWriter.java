package org.cryptotl.modelowner.problems;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems, whatever the caller said to accept: a failure has one form only. */
@Component
public class ProblemWriter {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

  private final JsonMapper json;
  private final MeterRegistry meters;

  ProblemWriter(JsonMapper json, MeterRegistry meters) {
    this.json = json;
    this.meters = meters;
  }

  /** Answers with a problem; an answer that has begun is cut off instead. */
  public void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    ProblemType type = problem.type();
    LOG.atInfo()
        .addKeyValue("method", request.getMethod())
        .addKeyValue("status", type.status().value())
        .addKeyValue("problem", type)
        .log(problem.getMessage());
    meters.counter("cryptotl.problems", "type", type.name()).increment();
    if (response.isCommitted()) {
      throw new IOException("failed after the answer had begun: " + type);
    }
    response.resetBuffer();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type.uri().toString());
    body.put("title", type.title());
    body.put("status", type.status().value());
    body.put("detail", problem.getMessage());
    body.put("instance", request.getRequestURI());
    body.putAll(problem.fields());
    byte[] bytes = json.writeValueAsBytes(body);
    response.setStatus(type.status().value());
    response.setContentType("application/problem+json");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
    response.setContentLength(bytes.length);
    Object retry = problem.fields().get("retryAfterSeconds");
    if (retry != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, retry.toString());
    }
    Object remaining = problem.fields().get("remaining");
    if (remaining != null) {
      response.setHeader("Query-Budget-Remaining", remaining.toString());
    }
    if (type == ProblemType.UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.getOutputStream().write(bytes);
  }
}
