package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code demo}: what it says before it starts anything. */
class DemoScriptTest {

  private static ScriptFolder.Ended demo(String... arguments)
      throws IOException, InterruptedException {
    Path script = Path.of("..", "demo").toAbsolutePath().normalize();
    assertTrue(Files.isExecutable(script), () -> script + " is expected to be executable");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ScriptFolder.Ended(process.waitFor(), output);
  }

  @Test
  void help_namesEachOption() throws Exception {
    ScriptFolder.Ended ended = demo("--help");
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
    "--samples 9, expected at least 10",
    "--epsilon -1, expected a number above 0",
    "--epsilon 0, expected a number above 0",
    "--epsilon 0.00, expected a number above 0",
    "--epsilon 1000.5, at most 1000",
    "--source no-such.csv, there is no file 'no-such.csv'",
    "--source pom.xml, go together",
  })
  void wrongOptions_areToldAndNothingStarts(String arguments, String message) throws Exception {
    ScriptFolder.Ended ended = demo(arguments.split(" "));
    assertEquals(2, ended.status(), ended.output());
    assertTrue(ended.output().contains(message), ended.output());
    assertTrue(ended.output().contains("--help"), ended.output());
  }

  @Test
  void busyPort_isTold() throws Exception {
    try (ServerSocket busy = listenOrSkip()) {
      ScriptFolder.Ended ended = demo("--exit");
      assertEquals(1, ended.status(), ended.output());
      assertTrue(
          ended.output().contains("port " + busy.getLocalPort() + " of 127.0.0.1 is in use"),
          ended.output());
    }
  }

  private static void assertFails(ScriptFolder.Ended ended, String sentence) {
    assertEquals(1, ended.status(), ended.output());
    assertTrue(ended.output().contains("demo: "), ended.output());
    assertTrue(ended.output().contains(sentence), ended.output());
  }

  @Test
  void missingJdk_isTold(@TempDir Path parent) throws Exception {
    ScriptFolder folder = new ScriptFolder(parent);
    folder.jdkIs("return 1");
    assertFails(folder.demo(), "there is no JDK 25 or newer: install one");
  }

  @Test
  void fullDisk_isTold(@TempDir Path parent) throws Exception {
    ScriptFolder folder = new ScriptFolder(parent);
    folder.diskOf(17);
    assertFails(folder.demo(), "there are 17 MB of disk left here");
  }

  @Test
  void missingMaven_isTold(@TempDir Path parent) throws Exception {
    assertFails(new ScriptFolder(parent).demo(), "Maven is missing: install it");
  }

  @Test
  void failedBuild_isTold(@TempDir Path parent) throws Exception {
    ScriptFolder folder = new ScriptFolder(parent);
    folder.program("mvn", "echo reason", "exit 1");
    ScriptFolder.Ended ended = folder.demo();
    assertFails(ended, "the build failed");
    assertTrue(ended.output().contains("reason"), ended.output());
  }

  @Test
  void missingNpm_isTold(@TempDir Path parent) throws Exception {
    ScriptFolder folder = new ScriptFolder(parent);
    folder.built();
    assertFails(folder.demo(), "npm is missing, which fetches the mail: install it, or give own");
  }

  @Test
  void failedFetch_isToldAndLeavesNothing(@TempDir Path parent) throws Exception {
    ScriptFolder folder = new ScriptFolder(parent);
    folder.built();
    folder.program("npm", "touch \"$4/part.tgz\"", "exit 1");
    assertFails(folder.demo(), "npm could not fetch the mail");
    assertEquals(List.of(), folder.cached());
  }

  @Test
  void secondRun_neitherBuildsNorFetches(@TempDir Path parent) throws Exception {
    ScriptFolder folder = new ScriptFolder(parent);
    folder.built();
    folder.fetched();
    folder.program("mvn", "echo builds");
    folder.program("npm", "echo fetches");
    ScriptFolder.Ended ended = folder.demo("--exit", "--labels", "30", "--epsilon", "3");
    assertEquals(0, ended.status(), ended.output());
    assertFalse(ended.output().contains("builds"), ended.output());
    assertFalse(ended.output().contains("fetches"), ended.output());
    for (String given : List.of("--labels 30", "--epsilon 3", "--exit true", "--samples 400")) {
      assertTrue(ended.output().contains(given), ended.output());
    }
  }

  @Test
  void ownFiles_needNoNpm(@TempDir Path parent) throws Exception {
    ScriptFolder folder = new ScriptFolder(parent);
    folder.built();
    ScriptFolder.Ended ended = folder.demo("--source", "pom.xml", "--target", "pom.xml");
    assertEquals(0, ended.status(), ended.output());
    assertFalse(ended.output().contains("--corpus"), ended.output());
  }

  private static ServerSocket listenOrSkip() {
    try {
      return new ServerSocket(Demo.DATA_OWNER_PORT, 1, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException _) {
      return Assumptions.abort("another program listens on port " + Demo.DATA_OWNER_PORT);
    }
  }
}
