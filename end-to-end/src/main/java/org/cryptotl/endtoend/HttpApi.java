package org.cryptotl.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A service's interface over HTTP, with a token. */
public final class HttpApi extends Api {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);
  private static final int BAD_REQUEST = 400;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LONGEST_CONNECT)
          .build();
  private final String address;
  private final String token;

  /**
   * Makes a client.
   *
   * @param who the service belongs to, for messages
   * @param address without a path
   * @param token of the interface
   */
  public HttpApi(String who, String address, String token) {
    super(who);
    this.address = address;
    this.token = token;
  }

  @Override
  protected byte[] send(String method, String path, Optional<Body> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(LONGEST_REQUEST)
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body.map(b -> BodyPublishers.ofInputStream(b.content()))
                    .orElseGet(BodyPublishers::noBody));
    body.ifPresent(b -> request.header("Content-Type", b.type()));
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      if (response.statusCode() >= BAD_REQUEST) {
        throw new DemoException(
            "The %s answered %s %s with %d: %s"
                .formatted(
                    who(),
                    method,
                    path,
                    response.statusCode(),
                    new String(response.body(), StandardCharsets.UTF_8)));
      }
      return response.body();
    } catch (IOException e) {
      throw new DemoException(
          "The %s does not answer at %s: %s".formatted(who(), address, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("The demonstration was interrupted.", e);
    }
  }
}
