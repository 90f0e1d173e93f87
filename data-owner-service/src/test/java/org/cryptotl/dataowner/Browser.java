package org.cryptotl.dataowner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages as a browser without JavaScript sees them. */
public final class Browser {

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.ALWAYS)
          .build();
  private final String address;

  public Browser(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
  }

  /** Sends a form with the CSRF token of a page. */
  public HttpResponse<String> submit(String page, String path, String form) {
    Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(get(page).body());
    if (!csrf.find()) {
      throw new AssertionError("there is no form on " + page);
    }
    return post(path, form + "&_csrf=" + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
  }

  public HttpResponse<String> post(String path, String form) {
    return send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  public HttpResponse<String> logIn(String password) {
    return submit(
        "/login",
        "/login",
        "username=admin&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.header("Accept", "text/html").build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
