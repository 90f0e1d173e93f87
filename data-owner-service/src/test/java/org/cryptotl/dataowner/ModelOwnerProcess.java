package org.cryptotl.dataowner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The model owner's service in a process of its own, with its own data. */
public final class ModelOwnerProcess implements AutoCloseable {

  public static final String ADMIN = "bootstrap-token-of-the-peer-0123456789";

  private final Path jar;
  private final Path folder;
  private final int port;
  private Process process;

  private ModelOwnerProcess(Path jar) {
    this.jar = jar;
    try {
      this.folder = Files.createTempDirectory("model-owner");
      try (ServerSocket socket = new ServerSocket(0)) {
        this.port = socket.getLocalPort();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  private static final class Shared {
    private static final Optional<ModelOwnerProcess> PROCESS = tryStart();

    static {
      PROCESS.ifPresent(process -> {
        Runtime.getRuntime().addShutdownHook(new Thread(process::close));
        Journey.offer(process, 1);
      });
    }
  }

  /**
   * One for all tests of a JVM that do not kill it, with the small model of {@link Journey}; skips
   * where its jar was not built.
   */
  public static ModelOwnerProcess shared() {
    Assumptions.assumeTrue(
        Shared.PROCESS.isPresent(), "skipped: the model owner's jar is not built; run mvn verify");
    return Shared.PROCESS.get();
  }

  /** Starts it, if its jar was built. */
  public static Optional<ModelOwnerProcess> tryStart() {
    return jar().map(ModelOwnerProcess::new);
  }

  private static Optional<Path> jar() {
    Path target = Path.of("..", "model-owner-service", "target");
    if (!Files.isDirectory(target)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(f -> f.getFileName().toString().endsWith("-boot.jar")).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again after it was killed, and waits until it answers. */
  public void start() {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-jar",
            jar.toString(),
            "--server.port=" + port,
            "--cryptotl.data-directory=" + folder,
            "--cryptotl.bootstrap-token=" + ADMIN);
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
              .start();
      long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
      while (!answers()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException(Files.readString(folder.resolve("log")));
        }
        Thread.sleep(100);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean answers() {
    try {
      HttpRequest request = api().request("/actuator/health").GET().build();
      return api().send(request).status() == 200;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  /** Kills it as a power failure would. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Api api() {
    return new Api(address(), ADMIN);
  }

  public String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    kill();
  }
}
