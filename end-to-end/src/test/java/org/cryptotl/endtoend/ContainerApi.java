package org.cryptotl.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The model owner's interface from within its container, which is published nowhere. */
final class ContainerApi extends Api {

  private static final String CURL =
      """
      exec curl -sS --max-time 300 -w '\\n%{http_code}' -X "$1" \
        -H "Authorization: Bearer $CRYPTOTL_BOOTSTRAPTOKEN" "http://127.0.0.1:8081$2" \
        ${3:+-H "Content-Type: $3" --data-binary @-}\
      """;
  private static final int BAD_REQUEST = 400;

  private final String container;

  ContainerApi(String container) {
    super("model owner");
    this.container = container;
  }

  @Override
  protected byte[] send(String method, String path, Optional<Body> body) {
    List<String> command =
        new ArrayList<>(Engine.command("exec", "-i", container, "sh", "-c", CURL, "curl"));
    command.add(method);
    command.add(path);
    body.ifPresent(b -> command.add(b.type()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (OutputStream in = process.getOutputStream()) {
        if (body.isPresent()) {
          in.write(body.get().content());
        }
      }
      byte[] answer = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new DemoException("The container %s cannot ask its service.".formatted(container));
      }
      return checked(method, path, answer);
    } catch (IOException e) {
      throw new DemoException("The command docker failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("The test was interrupted.", e);
    }
  }

  /** The last line is the status. */
  private byte[] checked(String method, String path, byte[] answer) {
    int end = answer.length;
    do {
      end--;
    } while (answer[end] != '\n');
    byte[] content = Arrays.copyOf(answer, end);
    String status = new String(answer, end + 1, answer.length - end - 1, StandardCharsets.US_ASCII);
    if (Integer.parseInt(status) >= BAD_REQUEST) {
      throw new DemoException(
          "The %s answered %s %s with %s: %s"
              .formatted(who(), method, path, status, new String(content, StandardCharsets.UTF_8)));
    }
    return content;
  }
}
