package org.cryptotl.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One service's interface, by whichever way its requests go. */
abstract class Api {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final String BOUNDARY = "cryptotl-demo-boundary";

  private final JsonMapper json = new JsonMapper();
  private final String who;

  /**
   * Makes a client.
   *
   * @param who the service belongs to, for messages
   */
  Api(String who) {
    this.who = who;
  }

  /** What a request carries. */
  static final class Body {
    private final String type;
    private final byte[] content;

    Body(String type, byte[] content) {
      this.type = type;
      this.content = content;
    }

    String type() {
      return type;
    }

    /** Not copied. */
    byte[] content() {
      return content;
    }
  }

  /**
   * Sends a request.
   *
   * @return the answer's body
   * @throws DemoException if the service does not answer, or with an error
   */
  protected abstract byte[] send(String method, String path, Optional<Body> body);

  String who() {
    return who;
  }

  JsonNode get(String path) {
    return tree(bytes(path));
  }

  byte[] bytes(String path) {
    return send("GET", path, Optional.empty());
  }

  JsonNode post(String path, Object body) {
    return tree(
        send(
            "POST", path, Optional.of(new Body("application/json", json.writeValueAsBytes(body)))));
  }

  /** Sends a description and a file as two parts of a form. */
  JsonNode upload(String path, Object body, Path file) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "name=\"request\"", "application/json", json.writeValueAsBytes(body));
    part(form, "name=\"file\"; filename=\"samples.csv\"", "text/csv", Files.readAllBytes(file));
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return tree(
        send(
            "POST",
            path,
            Optional.of(
                new Body("multipart/form-data; boundary=" + BOUNDARY, form.toByteArray()))));
  }

  private static void part(
      ByteArrayOutputStream form, String disposition, String type, byte[] content) {
    String head =
        "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, disposition, type);
    form.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(content);
    form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Asks for a resource again and again until it is as wanted. */
  JsonNode await(String path, Predicate<JsonNode> wanted, Consumer<JsonNode> progress) {
    while (true) {
      JsonNode now = get(path);
      progress.accept(now);
      String state = now.path("state").asString("");
      if (state.equals("FAILED") || state.equals("CANCELLED")) {
        throw new DemoException(
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
      throw new DemoException("The demonstration was interrupted.", e);
    }
  }

  private JsonNode tree(byte[] body) {
    return json.readTree(body);
  }
}
