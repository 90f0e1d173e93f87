package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk-through is what it says: its blocks run one after the other, on both real services. */
class WalkthroughIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final int LONGEST_MINUTES = 8;

  /** Ends what the blocks started also where one of them fails. */
  private static final String FIRST =
      """
      set -euo pipefail
      trap 'kill $(jobs -p) 2>/dev/null || true; cat "$work"/*.log 2>/dev/null || true' EXIT
      """;

  @Test
  void blocks_runAndEndAsIsSaid(@TempDir Path folder) throws Exception {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(ROOT.resolve("docs/walkthrough.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    assertFalse(blocks.isEmpty(), "docs/walkthrough.md has no blocks of bash");
    Path script = folder.resolve("walkthrough");
    Files.writeString(script, FIRST + String.join("\n", blocks));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("bash", script.toString())
            .directory(ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("VENDOR_PORT", freePort());
    builder.environment().put("CLINIC_PORT", freePort());
    builder.environment().put("TMPDIR", folder.toString());
    Process process = builder.start();
    try {
      assertTrue(
          process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES),
          () -> "not done after %d minutes:%n%s".formatted(LONGEST_MINUTES, read(output)));
      assertEquals(0, process.exitValue(), () -> read(output));
      assertTrue(read(output).lines().anyMatch("same"::equals), () -> read(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "no output: " + e;
    }
  }
}
