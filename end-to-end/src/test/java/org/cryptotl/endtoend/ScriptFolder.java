package org.cryptotl.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The script {@code demo} in a project of its own, on a machine that has what a test gives it: a
 * JDK and programs of the test's making, the usual small tools, and two ports that are free.
 */
final class ScriptFolder {

  /** How a script ended, and all that it printed. */
  record Ended(int status, String output) {}

  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cat",
          "dirname",
          "env",
          "find",
          "head",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "realpath",
          "rm",
          "sed",
          "tar",
          "touch");

  private final Path folder;
  private final Path bin;
  private final Path cache;

  /** A folder with a JDK and enough disk, without jars, Maven and npm. */
  ScriptFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("project"));
    this.bin = Files.createDirectories(folder.resolve("bin"));
    this.cache = Files.createDirectories(folder.resolve("cache"));
    String script = Files.readString(Path.of("..", "demo"));
    String ports =
        "DATA_OWNER_PORT=%d MODEL_OWNER_PORT=%d"
            .formatted(Demo.DATA_OWNER_PORT, Demo.MODEL_OWNER_PORT);
    assertTrue(script.contains(ports), () -> "demo is expected to say " + ports);
    executable(
        this.folder.resolve("demo"),
        script.replace(
            ports, "DATA_OWNER_PORT=%d MODEL_OWNER_PORT=%d".formatted(freePort(), freePort())));
    Files.createDirectories(this.folder.resolve("openapi"));
    Files.createDirectories(this.folder.resolve("any/src/main"));
    Files.createFile(this.folder.resolve("any/pom.xml"));
    Files.createFile(this.folder.resolve("pom.xml"));
    for (String tool : TOOLS) {
      program(tool, "exec " + find(tool) + " \"$@\"");
    }
    diskOf(100_000);
    Path jdk = Files.createDirectories(folder.resolve("jdk/bin"));
    executable(jdk.resolve("java"), "echo java \"$@\"");
    jdkIs("echo " + jdk.getParent());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Path find(String tool) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(":"))
            .map(place -> Path.of(place, tool))
            .filter(Files::isExecutable)
            .findFirst();
    assertTrue(found.isPresent(), () -> tool + " is expected on this machine");
    return found.orElseThrow();
  }

  private static void executable(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!" + find("bash") + "\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the search for a JDK does. */
  void jdkIs(String command) throws IOException {
    Path search = Files.createDirectories(folder.resolve(".ci")).resolve("find-jdk");
    Files.writeString(search, "JDK_RELEASE=25\nfind_jdk() { " + command + "; }\n");
  }

  /** Megabytes that are left. */
  void diskOf(int megabytes) throws IOException {
    program("df", "echo header", "echo disk 1 1 " + megabytes + " 1 /");
  }

  /** Puts a program on the path. */
  void program(String name, String... lines) throws IOException {
    executable(bin.resolve(name), lines);
  }

  /** Lets all jars be there, newer than all sources. */
  void built() throws IOException {
    for (String module : List.of("model-owner-service", "data-owner-service", "end-to-end")) {
      Path target = Files.createDirectories(folder.resolve(module).resolve("target"));
      Files.createFile(target.resolve(module + "-1-boot.jar"));
    }
  }

  /** Lets the mail be there. */
  void fetched() throws IOException {
    Files.createDirectories(cache.resolve("cryptotl/spam-assassin/data/spam-2"));
  }

  /** What lies in the cache. */
  List<Path> cached() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Runs the script. */
  Ended demo(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(folder.resolve("demo").toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
