package org.cryptotl.endtoend;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.wait.strategy.Wait;

/** Both parties as containers, by the repository's own compose files; with new secrets. */
final class ComposedParties implements AutoCloseable {

  static final String DATA_OWNER = "data-owner-1";

  private static final Duration LONGEST_START = Duration.ofMinutes(6);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);
  private static final Path LOGS = Path.of("target", "compose-logs");
  private static final int SECRET_BYTES = 32;

  private final String name;
  private final Map<String, String> settings;
  private final ComposeContainer compose;

  /**
   * Builds the images and starts the containers.
   *
   * @param name of this test: what those of its containers and logs begin with
   * @param files in the project's folder
   */
  ComposedParties(String name, String... files) throws IOException {
    this.name = name;
    this.settings = secrets();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      settings.put("CRYPTOTL_PORT", Integer.toString(free.getLocalPort()));
    }
    File[] paths = new File[files.length];
    for (int i = 0; i < files.length; i++) {
      paths[i] = Path.of("..", files[i]).toFile();
    }
    this.compose =
        new ComposeContainer(name, paths)
            .withEnv(settings)
            .withBuild(true)
            .withPull(false)
            .withStartupTimeout(LONGEST_START)
            .waitingFor(DATA_OWNER, Wait.forHealthcheck().withStartupTimeout(LONGEST_START));
    try {
      compose.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** New values of all that compose asks for. */
  static Map<String, String> secrets() {
    SecureRandom random = new SecureRandom();
    Map<String, String> secrets = new HashMap<>();
    for (String each :
        List.of(
            "MODEL_OWNER_TOKEN", "DATA_OWNER_TOKEN", "DATA_OWNER_PASSWORD", "POSTGRES_PASSWORD")) {
      byte[] bytes = new byte[SECRET_BYTES];
      random.nextBytes(bytes);
      secrets.put("CRYPTOTL_" + each, HexFormat.of().formatHex(bytes));
    }
    byte[] key = new byte[SECRET_BYTES];
    random.nextBytes(key);
    secrets.put("CRYPTOTL_DATA_OWNER_MASTER_KEY", Base64.getEncoder().encodeToString(key));
    return secrets;
  }

  /** The data owner's address on this machine. */
  String address() {
    return "http://127.0.0.1:" + settings.get("CRYPTOTL_PORT");
  }

  /** The data owner, by its published port. */
  Api dataOwner() {
    return new HttpApi("data owner", address(), settings.get("CRYPTOTL_DATA_OWNER_TOKEN"));
  }

  /** The model owner's administrator, in one of its containers. */
  Api modelOwner(String service) {
    return new ContainerApi(id(service));
  }

  /** The same administrator at an address of this machine's. */
  Api modelOwnerAt(String address) {
    return new HttpApi("model owner", address, settings.get("CRYPTOTL_MODEL_OWNER_TOKEN"));
  }

  /** The content of a container's file. */
  InputStream file(String service, String path) throws IOException {
    Process cat = new ProcessBuilder(Engine.command("exec", id(service), "cat", path)).start();
    return new ByteArrayInputStream(cat.getInputStream().readAllBytes());
  }

  /** The id of a container such as {@code model-owner-1}. */
  String id(String service) {
    return container(service).getContainerId();
  }

  private ContainerState container(String service) {
    return compose
        .getContainerByServiceName(service)
        .orElseThrow(() -> new IllegalStateException("there is no container " + service));
  }

  /** What {@code docker inspect} says of a container, by a template. */
  String inspect(String service, String template) {
    return done(Engine.docker("inspect", "--format", template, id(service)));
  }

  /** Ends a container gracefully and starts it again. */
  void restart(String service) {
    done(Engine.docker("restart", id(service)));
    awaitHealthy(service);
  }

  /** Ends a container gracefully. */
  void stop(String service) {
    done(Engine.docker("stop", id(service)));
  }

  /** What a container has printed. */
  String log(String service) {
    return done(Engine.docker("logs", id(service)));
  }

  /** Ends a container as a crash would. */
  void kill(String service) {
    done(Engine.docker("kill", id(service)));
  }

  /** Starts a killed container. */
  void start(String service) {
    done(Engine.docker("start", id(service)));
    awaitHealthy(service);
  }

  private void awaitHealthy(String service) {
    await(
        service + " is healthy",
        () -> inspect(service, "{{.State.Health.Status}}").equals("healthy"));
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not true after %d s: %s".formatted(LONGEST_WAIT.toSeconds(), what));
      }
      Api.pause();
    }
  }

  static String done(Engine.Ended ended) {
    if (ended.status() != 0) {
      throw new IllegalStateException(ended.output());
    }
    return ended.output();
  }

  @Override
  public void close() throws IOException {
    Files.createDirectories(LOGS);
    String names =
        Engine.docker("ps", "--all", "--filter", "name=^/?" + name, "--format", "{{.Names}}")
            .output();
    for (String container : names.lines().toList()) {
      String service = container.replaceAll("^[^-]*-", "");
      Files.writeString(
          LOGS.resolve(name + "-" + service + ".log"),
          Engine.docker("logs", "--timestamps", container).output());
    }
    compose.stop();
  }
}
