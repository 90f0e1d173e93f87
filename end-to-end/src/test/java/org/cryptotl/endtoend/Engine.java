package org.cryptotl.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The container engine, by its command line. */
final class Engine {

  /** The environment variable that forbids to skip. */
  private static final String SETTING = "CRYPTOTL_DOCKER_TESTS";

  private static final String REQUIRED = "required";
  private static final int LONGEST_SECONDS = 300;

  private Engine() {}

  /** How a command ended. */
  record Ended(int status, String output) {}

  /** Skips where no engine answers, and says so; fails instead where the tests are required. */
  static void assumeThere() {
    String missing = missing();
    if (!missing.isEmpty()) {
      String told = "Container tests were skipped: " + missing;
      Assertions.assertNotEquals(
          REQUIRED, System.getenv(SETTING), () -> told + " although " + SETTING + " is required.");
      System.out.println(told);
      Assumptions.abort(told);
    }
  }

  private static String missing() {
    try {
      if (docker("version").status() != 0) {
        return "no container engine answers to 'docker version'.";
      }
      return docker("compose", "version").status() == 0
          ? ""
          : "docker has no 'compose' (version 2).";
    } catch (UncheckedIOException _) {
      return "there is no command 'docker'.";
    }
  }

  /** Runs the command docker. */
  static Ended docker(String... arguments) {
    return run(Map.of(), command(arguments));
  }

  /** The command docker with arguments. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a command in the project's folder, with additional settings in its environment. */
  static Ended run(Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("command", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(Path.of("..").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Ended(-1, "no end after %d s".formatted(LONGEST_SECONDS));
        }
        return new Ended(
            process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
