package org.cryptotl.modelowner;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;

/** The service in a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {

  private final Process process;
  private final Api admin;
  private final Path log;

  private ServiceProcess(Process process, Api admin, Path log) {
    this.process = process;
    this.admin = admin;
    this.log = log;
  }

  /**
   * Starts a service and waits until it is ready.
   *
   * @param directory of its data
   * @param settings further ones, as {@code name=value}
   */
  static ServiceProcess start(Path directory, String... settings) {
    try {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      List<String> command =
          new ArrayList<>(
              List.of(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "--add-modules",
                  "jdk.incubator.vector",
                  "--enable-native-access=ALL-UNNAMED",
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ModelOwnerApplication.class.getName(),
                  "--server.port=" + port,
                  "--cryptotl.data-directory=" + directory,
                  "--cryptotl.bootstrap-token=" + ServiceTest.ADMIN,
                  "--cryptotl.workers.heartbeat-interval=2s",
                  "--cryptotl.workers.polling-interval=200ms"));
      for (String setting : settings) {
        command.add("--" + setting);
      }
      Path log = Files.createDirectories(Path.of("target/services")).resolve(port + ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Api admin = new Api("http://127.0.0.1:" + port, ServiceTest.ADMIN);
      ServiceProcess service = new ServiceProcess(process, admin, log);
      service.awaitReady();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(URI.create(admin.address() + "/actuator/health/readiness"))
              .build();
      while (true) {
        try {
          if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException _) {
          // It does not listen yet.
        }
        if (System.nanoTime() > end || !process.isAlive()) {
          process.destroyForcibly();
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

  Api admin() {
    return admin;
  }

  /** What the service wrote. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As kill does without -9; returns when the process has ended. */
  void terminate() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new AssertionError("the service does not end:\n" + log());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As kill -9 does. */
  void kill() {
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
