package org.cryptotl.dataowner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** This service in a process of its own, which can be killed and started again on its data. */
public final class DataOwnerProcess implements AutoCloseable {

  private final Path folder;
  private final String heap;
  private final String[] settings;
  private final int port;
  private Process process;

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder of its data and its log
   * @param settings further ones, as {@code name=value}
   */
  public DataOwnerProcess(Path folder, String... settings) {
    this("1g", folder, settings);
  }

  private DataOwnerProcess(String heap, Path folder, String... settings) {
    this.heap = heap;
    this.folder = folder;
    this.settings = settings.clone();
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** The same with so much heap. */
  public static DataOwnerProcess withHeap(String heap, Path folder) {
    return new DataOwnerProcess(heap, folder);
  }

  public void start() {
    Path log = folder.resolve("log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx" + heap,
                DataOwnerApplication.class.getName(),
                "--server.port=" + port,
                "--cryptotl.data-directory=" + data(),
                "--cryptotl.make-master-key=true",
                "--cryptotl.bootstrap-token=" + ServiceTest.TOKEN));
    for (String setting : settings) {
      command.add("--" + setting);
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      // Not on the command line: ONNX Runtime 1.29 crashes at its start where that is very long.
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      process = builder.start();
      long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
      while (!isReady()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          kill();
          throw new AssertionError("the service did not start:\n" + Files.readString(log));
        }
        Thread.sleep(100);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isReady() {
    try {
      return api().get("/actuator/health/readiness").status() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  /** The passwords that were shown at its starts. */
  public List<String> shownPasswords() {
    try {
      return Files.readAllLines(folder.resolve("log")).stream()
          .filter(line -> line.contains("password (shown this once): "))
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public Path data() {
    return folder.resolve("data");
  }

  public Api api() {
    return new Api("http://127.0.0.1:" + port, ServiceTest.TOKEN);
  }

  /** As kill -9 does. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
