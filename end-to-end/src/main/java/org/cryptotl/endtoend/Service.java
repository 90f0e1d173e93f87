package org.cryptotl.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service as a process of its own; ended with the JVM that started it. */
public final class Service implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(6);

  /** Then it is killed: what it does, and its data, end with the demonstration anyway. */
  private static final int LONGEST_END_SECONDS = 5;

  private static final int OK = 200;

  private final String who;
  private final Process process;
  private final Path log;
  private final String address;
  private final Thread end = new Thread(this::stop, "end-of-service");

  private Service(String who, Process process, Path log, String address) {
    this.who = who;
    this.process = process;
    this.log = log;
    this.address = address;
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Starts a service on loopback.
   *
   * @param who it belongs to, for messages
   * @param jar of it
   * @param folder for its data and its log; made anew
   * @param port to listen on
   * @param memory the most of the heap, as Java's option wants it
   * @param settings environment variables: secrets do not belong on a command line
   */
  public static Service start(
      String who, Path jar, Path folder, int port, String memory, Map<String, String> settings)
      throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolve("service.log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx" + memory,
            "-jar",
            jar.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
    builder.environment().put("SERVER_PORT", Integer.toString(port));
    builder.environment().put("CRYPTOTL_DATA_DIRECTORY", folder.resolve("data").toString());
    return new Service(who, builder.start(), log, "http://127.0.0.1:" + port);
  }

  /** Without a path. */
  public String address() {
    return address;
  }

  Path log() {
    return log;
  }

  /** Waits until it answers that it is ready. */
  public void awaitReady() {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + "/actuator/health/readiness")).build();
      while (!isReady(http, request)) {
        if (!process.isAlive()) {
          throw new DemoException(
              "The %s's service ended at its start; read %s.".formatted(who, log));
        }
        if (System.nanoTime() > end) {
          throw new DemoException(
              "The %s's service was not ready after %d seconds; read %s."
                  .formatted(who, LONGEST_START.toSeconds(), log));
        }
        Api.pause();
      }
    }
  }

  private static boolean isReady(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("The demonstration was interrupted.", e);
    }
  }

  /** Waits until the process ends by itself. */
  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public void close() {
    stop();
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
