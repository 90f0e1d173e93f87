package org.cryptotl.dataowner.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems: outside of pages a failure has one form, whatever the caller accepts. */
@Component
public class ProblemWriter {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /** Whether a person looks at a page, and is to be told on one. */
  static boolean wantsPage(HttpServletRequest request) {
    return wantsPage(request, request.getRequestURI());
  }

  /** The same for the path that was asked for before the request was sent to an error page. */
  static boolean wantsPage(HttpServletRequest request, String path) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    // htmx puts parts of pages into others, and accepts anything.
    boolean byHtmx = "true".equals(request.getHeader("HX-Request"));
    return (byHtmx || (accept != null && accept.contains("text/html")))
        && !path.startsWith("/api/")
        && !path.startsWith("/actuator/");
  }

  /** The page that tells of a problem, with ways out. */
  static ModelAndView page(HttpServletRequest request, Problem problem) {
    ModelAndView page = new ModelAndView("problem", problem.type().status());
    page.addObject("problem", problem.type().title());
    page.addObject("detail", problem.getMessage());
    page.addObject("rows", problem.fields().get("rows"));
    page.addObject("stale", problem.type() == ProblemType.STALE_MANIFEST);
    page.addObject("back", pageBefore(request));
    return page;
  }

  /** The path of this service's page that was left for the request; the overview if none was. */
  private static String pageBefore(HttpServletRequest request) {
    String referer = request.getHeader(HttpHeaders.REFERER);
    try {
      URI page = URI.create(referer == null ? "" : referer);
      String host = request.getHeader(HttpHeaders.HOST);
      boolean own = page.getAuthority() != null && page.getAuthority().equals(host);
      return own && page.getPath().startsWith("/") ? page.getPath() : "/";
    } catch (IllegalArgumentException _) {
      return "/";
    }
  }

  /**
   * Answers with a problem; an answer that has begun is cut off instead. The detail may quote the
   * caller's own file and is not logged.
   */
  public void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    ProblemType type = problem.type();
    LOG.atInfo()
        .addKeyValue("method", request.getMethod())
        .addKeyValue("status", type.status().value())
        .addKeyValue("problem", type)
        .log("{}: {}", request.getRequestURI(), type.title());
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
    if (type == ProblemType.UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.getOutputStream().write(bytes);
  }
}
