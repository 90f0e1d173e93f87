package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.onnx.OnnxWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk-through is what it says: its blocks run one after the other, on both real services; and
 * so are the calls in the README, which run before the last block ends the services.
 */
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

  /** The calls in the README bring a network of one's own, which lies where they are made. */
  private static final Pattern CALL = Pattern.compile("^ {4}(vendor .*)$", Pattern.MULTILINE);

  @Test
  void blocks_runAndEndAsIsSaid(@TempDir Path folder) throws Exception {
    List<String> blocks = found(BLOCK, "docs/walkthrough.md");
    List<String> calls = found(CALL, "README.md");
    try (OutputStream out = Files.newOutputStream(folder.resolve("base.onnx"))) {
      OnnxWriter.write(Presets.paperLower(60, new SplittableRandom(1)), out);
    }
    List<String> lines = new ArrayList<>(blocks.subList(0, blocks.size() - 1));
    lines.add("(cd '%s' && %s)".formatted(folder, String.join(" && ", calls)));
    lines.add("await vendor /api/v1/models/mine/versions/1 READY");
    lines.add(blocks.getLast());
    Path script = folder.resolve("walkthrough");
    Files.writeString(script, FIRST + String.join("\n", lines));
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

  private static List<String> found(Pattern pattern, String file) throws IOException {
    List<String> found =
        pattern
            .matcher(Files.readString(ROOT.resolve(file)))
            .results()
            .map((MatchResult each) -> each.group(1))
            .toList();
    assertFalse(found.isEmpty(), () -> file + " has nothing like " + pattern);
    return found;
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
