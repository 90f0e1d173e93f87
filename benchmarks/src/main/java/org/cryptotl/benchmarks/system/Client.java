package org.cryptotl.benchmarks.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One service's HTTP interface, with a token. */
final class Client {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);
  private static final String BOUNDARY = "cryptotl-benchmark-boundary";
  private static final int BAD_REQUEST = 400;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final JsonMapper json = new JsonMapper();
  private final String who;
  private final String address;
  private final String token;

  /**
   * Makes a client.
   *
   * @param who the service belongs to, for messages
   * @param address without a path
   * @param token of the interface
   */
  Client(String who, String address, String token) {
    this.who = who;
    this.address = address;
    this.token = token;
  }

  /** Asks for a resource. */
  JsonNode get(String path) {
    return tree(send(request(path).GET().build()));
  }

  /** Asks for a resource that is no JSON. */
  byte[] bytes(String path) {
    return send(request(path).GET().build());
  }

  /** Sends JSON. */
  JsonNode post(String path, Object body) {
    return tree(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build()));
  }

  /** Sends a description and a file as two parts of a form. */
  JsonNode upload(String path, Object body, Path file) throws IOException {
    return upload(path, body, BodyPublishers.ofFile(file));
  }

  /** The same with a file that need not be in memory, or on disk. */
  JsonNode upload(String path, Object body, BodyPublisher file) {
    BodyPublisher form =
        BodyPublishers.concat(
            part("name=\"request\"", "application/json"),
            BodyPublishers.ofByteArray(json.writeValueAsBytes(body)),
            text("\r\n"),
            part("name=\"file\"; filename=\"samples.csv\"", "text/csv"),
            file,
            text("\r\n--" + BOUNDARY + "--\r\n"));
    return tree(
        send(
            request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(form)
                .build()));
  }

  private static BodyPublisher part(String disposition, String type) {
    return text(
        "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, disposition, type));
  }

  private static BodyPublisher text(String ascii) {
    return BodyPublishers.ofByteArray(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** Asks for a resource again and again until it is as wanted. */
  JsonNode await(String path, Predicate<JsonNode> wanted, Consumer<JsonNode> progress) {
    while (true) {
      JsonNode now = get(path);
      progress.accept(now);
      String state = now.path("state").asString("");
      if (state.equals("FAILED") || state.equals("CANCELLED")) {
        throw new IllegalStateException(
            "The %s says of %s: %s, %s."
                .formatted(who, path, state, now.path("failure").asString("no reason given")));
      }
      if (wanted.test(now)) {
        return now;
      }
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The benchmark was interrupted.", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(LONGEST_REQUEST)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode tree(byte[] body) {
    return json.readTree(body);
  }

  private byte[] send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() >= BAD_REQUEST) {
        throw new IllegalStateException(
            "The %s answered %s %s with %d: %s"
                .formatted(
                    who,
                    request.method(),
                    request.uri().getPath(),
                    response.statusCode(),
                    new String(response.body(), StandardCharsets.UTF_8)));
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException(
          "The %s does not answer at %s: %s".formatted(who, address, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The benchmark was interrupted.", e);
    }
  }
}
