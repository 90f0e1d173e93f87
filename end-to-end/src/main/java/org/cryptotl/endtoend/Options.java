package org.cryptotl.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the demonstration was asked for.
 *
 * @param modelOwnerJar the model owner's service
 * @param dataOwnerJar the data owner's service
 * @param work an own folder; what is in it from an earlier run is deleted
 * @param corpus the folder of the mails' groups; none for own files
 * @param source own labelled texts of the model owner
 * @param target own labelled texts of the data owner
 * @param labels mails to learn from, at least 4
 * @param samples other mails, at least 10
 * @param epsilon of differential privacy of the base
 * @param exit whether to end after the report
 */
record Options(
    Path modelOwnerJar,
    Path dataOwnerJar,
    Path work,
    Optional<Path> corpus,
    Optional<Path> source,
    Optional<Path> target,
    int labels,
    int samples,
    Optional<Double> epsilon,
    boolean exit) {

  private static final int FEWEST_LABELS = 4;
  private static final int FEWEST_SAMPLES = 10;

  Options {
    if (source.isPresent() != target.isPresent()) {
      throw new DemoException("--source and --target go together: give both or neither.");
    }
    if (source.isPresent() == corpus.isPresent()) {
      throw new DemoException("Expected either a corpus or --source and --target.");
    }
    if (labels < FEWEST_LABELS) {
      throw new DemoException(
          "--labels is %d, expected at least %d.".formatted(labels, FEWEST_LABELS));
    }
    if (samples < FEWEST_SAMPLES) {
      throw new DemoException(
          "--samples is %d, expected at least %d.".formatted(samples, FEWEST_SAMPLES));
    }
    if (epsilon.isPresent() && !(epsilon.get() > 0 && epsilon.get() <= 1000)) {
      throw new DemoException(
          "--epsilon is %s, expected more than 0 and at most 1000.".formatted(epsilon.get()));
    }
    source.ifPresent(Options::mustExist);
    target.ifPresent(Options::mustExist);
  }

  private static void mustExist(Path file) {
    if (!Files.isReadable(file)) {
      throw new DemoException("There is no file %s that can be read.".formatted(file));
    }
  }

  /** Reads pairs of a name and a value. */
  static Options of(String... arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    return new Options(
        path(given, "--model-owner-jar").orElseThrow(),
        path(given, "--data-owner-jar").orElseThrow(),
        path(given, "--work").orElseThrow(),
        path(given, "--corpus"),
        path(given, "--source"),
        path(given, "--target"),
        (int) number(given, "--labels").orElse(25.0).doubleValue(),
        (int) number(given, "--samples").orElse(400.0).doubleValue(),
        number(given, "--epsilon"),
        Boolean.parseBoolean(given.get("--exit")));
  }

  private static Optional<Path> path(Map<String, String> given, String name) {
    return Optional.ofNullable(given.get(name)).map(Path::of);
  }

  private static Optional<Double> number(Map<String, String> given, String name) {
    try {
      return Optional.ofNullable(given.get(name)).map(Double::valueOf);
    } catch (NumberFormatException e) {
      throw new DemoException("%s is '%s', expected a number.".formatted(name, given.get(name)), e);
    }
  }
}
