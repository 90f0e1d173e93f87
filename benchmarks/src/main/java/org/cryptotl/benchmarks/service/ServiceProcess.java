package org.cryptotl.benchmarks.service;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The model owner's service as users start it, with a heap of 1 GB. */
final class ServiceProcess implements AutoCloseable {

  static final String TOKEN = "bootstrap-token-of-the-benchmark-0123456789";

  private final Process process;
  private final int port;
  private final long readyMillis;

  private ServiceProcess(Process process, int port, long readyMillis) {
    this.process = process;
    this.port = port;
    this.readyMillis = readyMillis;
  }

  /** Starts the service and waits until it is ready. */
  static ServiceProcess start(Path jar, Path directory) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseParallelGC",
                "-Xmx1g",
                "-jar",
                jar.toString(),
                "--server.port=" + port,
                "--cryptotl.data-directory=" + directory,
                "--cryptotl.bootstrap-token=" + TOKEN));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("service.log").toFile())
            .start();
    URI ready = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(port));
    try (HttpClient http = HttpClient.newHttpClient()) {
      long end = start + Duration.ofMinutes(2).toNanos();
      while (true) {
        try {
          HttpRequest request = HttpRequest.newBuilder(ready).build();
          if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            return new ServiceProcess(process, port, millis);
          }
        } catch (IOException _) {
          // It does not listen yet.
        }
        if (System.nanoTime() > end || !process.isAlive()) {
          process.destroyForcibly();
          throw new IOException(
              "the service did not start:\n" + Files.readString(directory.resolve("service.log")));
        }
        Thread.sleep(50);
      }
    }
  }

  int port() {
    return port;
  }

  /** From the start of the process to the first answer that it is ready. */
  long readyMillis() {
    return readyMillis;
  }

  /** CPU time of all its threads. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e9;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
