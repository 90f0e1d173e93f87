package org.cryptotl.endtoend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One service's interface, by whichever way its requests go. */
public abstract class Api {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final String BOUNDARY = "cryptotl-demo-boundary";

  private final JsonMapper json = new JsonMapper();
  private final String who;

  /**
   * Makes a client.
   *
   * @param who the service belongs to, for messages
   */
  protected Api(String who) {
    this.who = who;
  }

  /**
   * What a request carries; it need not be in memory.
   *
   * @param type its media type
   * @param content opens it, from its beginning
   */
  protected record Body(String type, Supplier<InputStream> content) {}

  /**
   * Sends a request.
   *
   * @return the answer's body
   * @throws DemoException if the service does not answer, or with an error
   */
  protected abstract byte[] send(String method, String path, Optional<Body> body);

  /** Whom the service belongs to. */
  protected String who() {
    return who;
  }

  /** Asks for a resource. */
  public JsonNode get(String path) {
    return tree(bytes(path));
  }

  /** Asks for a resource that is no JSON. */
  public byte[] bytes(String path) {
    return send("GET", path, Optional.empty());
  }

  /** Sends JSON. */
  public JsonNode post(String path, Object body) {
    byte[] content = json.writeValueAsBytes(body);
    return tree(
        send(
            "POST",
            path,
            Optional.of(new Body("application/json", () -> new ByteArrayInputStream(content)))));
  }

  /** Sends a description and a file as two parts of a form. */
  public JsonNode upload(String path, Object body, Path file) {
    return upload(
        path,
        body,
        () -> {
          try {
            return Files.newInputStream(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The same with a file that need not be in memory, or on disk. */
  @SuppressWarnings("JdkObsolete") // SequenceInputStream knows no younger interface.
  public JsonNode upload(String path, Object body, Supplier<InputStream> file) {
    Supplier<InputStream> form =
        () ->
            new SequenceInputStream(
                Collections.enumeration(
                    List.of(
                        part("name=\"request\"", "application/json"),
                        new ByteArrayInputStream(json.writeValueAsBytes(body)),
                        text("\r\n"),
                        part("name=\"file\"; filename=\"samples.csv\"", "text/csv"),
                        file.get(),
                        text("\r\n--" + BOUNDARY + "--\r\n"))));
    return tree(
        send(
            "POST",
            path,
            Optional.of(new Body("multipart/form-data; boundary=" + BOUNDARY, form))));
  }

  private static InputStream part(String disposition, String type) {
    return text(
        "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, disposition, type));
  }

  private static InputStream text(String ascii) {
    return new ByteArrayInputStream(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** Asks for a resource again and again until it is as wanted. */
  public JsonNode await(String path, Predicate<JsonNode> wanted, Consumer<JsonNode> progress) {
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
