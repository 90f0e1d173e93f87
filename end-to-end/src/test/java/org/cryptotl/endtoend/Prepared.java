package org.cryptotl.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Two parties that have agreed on a model and keys.
 *
 * @param model the model owner's administrator
 * @param data the data owner
 * @param api the data owner's
 * @param version of the model, as its owner sees it
 * @param owner the connection's id
 * @param offered the model, as the data owner sees it
 */
record Prepared(
    ModelOwnerSide model,
    DataOwnerSide data,
    Api api,
    JsonNode version,
    String owner,
    JsonNode offered) {

  private static final String ADDRESS = "http://model-owner:8081";
  private static final int BASE_SAMPLES = 240;

  /** Texts from here on are not the base network's. */
  static final int OTHER_TEXTS = BASE_SAMPLES;

  /** Trains a base network, admits the data owner, connects and makes keys. */
  static Prepared of(ComposedParties parties, String admin, Path folder) throws IOException {
    Path source = folder.resolve("source.csv");
    Samples.write(SmallTexts.of(0, BASE_SAMPLES), source);
    ModelOwnerSide model = new ModelOwnerSide(parties.modelOwner(admin));
    JsonNode version = model.train(source, Optional.empty(), bar());
    Api api = parties.dataOwner();
    DataOwnerSide data = new DataOwnerSide(api);
    String owner = data.connect(ADDRESS, model.admit("clinic"));
    JsonNode offered = data.offered(owner);
    data.keys(owner, offered, bar());
    return new Prepared(model, data, api, version, owner, offered);
  }

  /** Uploads labelled texts. */
  JsonNode dataset(int rows, Path folder) throws IOException {
    Path labelled = folder.resolve("labelled.csv");
    Samples.write(SmallTexts.of(OTHER_TEXTS, rows), labelled);
    return data.dataset(labelled);
  }

  /** Waits until more rows of a feature set have their features; some must be open still. */
  long awaitRows(String set, long more) {
    ComposedParties.await(
        "more than %d rows of %s".formatted(more, set), () -> doneRows(set) > more);
    JsonNode now = api.get(set);
    if (!now.path("state").asString().equals("RUNNING")) {
      throw new AssertionError("expected to be in the middle, but it is " + now);
    }
    return now.path("doneRows").asLong();
  }

  long doneRows(String set) {
    return api.get(set).path("doneRows").asLong();
  }

  /** Waits for the end of an extraction. */
  JsonNode awaitDone(String set) {
    return api.await(set, now -> now.path("state").asString().equals("DONE"), _ -> {});
  }

  /** A progress bar that nobody sees. */
  static ProgressBar bar() {
    return new ProgressBar(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false, "");
  }
}
