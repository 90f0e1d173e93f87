package org.cryptotl.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The model owner's interface from within its container, which is published nowhere. */
final class ContainerApi extends Api {

  /** Arguments: method, path, and of what is on the standard input the type and length. */
  private static final String ASK =
      """
      exec 3<>/dev/tcp/127.0.0.1/8081
      printf '%s %s HTTP/1.0\\r\\nAuthorization: Bearer %s\\r\\n' "$1" "$2" "$CRYPTOTL_BOOTSTRAPTOKEN" >&3
      [[ -z $3 ]] || printf 'Content-Type: %s\\r\\nContent-Length: %s\\r\\n' "$3" "$4" >&3
      printf '\\r\\n' >&3
      cat >&3
      cat <&3
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
        new ArrayList<>(Engine.command("exec", "-i", container, "bash", "-c", ASK, "ask"));
    command.add(method);
    command.add(path);
    try {
      byte[] content = body.isPresent() ? content(body.get()) : new byte[0];
      body.ifPresent(b -> command.addAll(List.of(b.type(), Integer.toString(content.length))));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(content);
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

  private static byte[] content(Body body) throws IOException {
    try (InputStream in = body.content().get()) {
      return in.readAllBytes();
    }
  }

  /** The content of an answer: status line, headers, an empty line, content. */
  private byte[] checked(String method, String path, byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      throw new DemoException("The %s does not answer in its container.".formatted(who()));
    }
    byte[] content = Arrays.copyOfRange(answer, head + 4, answer.length);
    int status = Integer.parseInt(text.split(" ", 3)[1]);
    if (status >= BAD_REQUEST) {
      throw new DemoException(
          "The %s answered %s %s with %d: %s"
              .formatted(who(), method, path, status, new String(content, StandardCharsets.UTF_8)));
    }
    return content;
  }
}
