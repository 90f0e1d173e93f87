package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code demo}: what it says before it builds or starts anything. */
class DemoScriptTest {

  private record Ended(int status, String output) {}

  private static Ended demo(String... arguments) throws IOException, InterruptedException {
    Path script = Path.of("..", "demo").toAbsolutePath().normalize();
    assertTrue(Files.isExecutable(script), () -> script + " is expected to be executable");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Test
  void help_namesEachOption() throws Exception {
    Ended ended = demo("--help");
    assertEquals(0, ended.status());
    for (String option :
        List.of("--labels", "--samples", "--epsilon", "--source", "--target", "--exit", "--help")) {
      assertTrue(ended.output().contains(option), () -> option + " in " + ended.output());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--nonsense, there is no option '--nonsense'",
    "--labels, --labels wants a value",
    "--labels many, expected a whole number",
    "--labels 3, expected at least 4",
    "--labels 5 --samples 401, 80 times --labels",
    "--samples 9, expected 10 to",
    "--epsilon -1, expected a number",
    "--source no-such.csv, there is no file 'no-such.csv'",
    "--source pom.xml, go together",
  })
  void wrongOptions_areToldAndNothingStarts(String arguments, String message) throws Exception {
    Ended ended = demo(arguments.split(" "));
    assertEquals(2, ended.status(), ended.output());
    assertTrue(ended.output().contains(message), ended.output());
    assertTrue(ended.output().contains("--help"), ended.output());
  }

  @Test
  void busyPort_isTold() throws Exception {
    try (ServerSocket busy = listenOrSkip()) {
      Ended ended = demo("--exit");
      assertEquals(1, ended.status(), ended.output());
      assertTrue(
          ended.output().contains("port " + busy.getLocalPort() + " of 127.0.0.1 is in use"),
          ended.output());
    }
  }

  private static ServerSocket listenOrSkip() {
    try {
      return new ServerSocket(Demo.DATA_OWNER_PORT, 1, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException _) {
      return Assumptions.abort("another program listens on port " + Demo.DATA_OWNER_PORT);
    }
  }
}
