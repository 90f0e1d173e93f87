package org.cryptotl.endtoend;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.cryptotl.nn.format.StoredModel;
import tools.jackson.databind.JsonNode;

/** The demonstration: the life of a model owner and a data owner, and a report. */
public final class Demo {

  static final int MODEL_OWNER_PORT = 8081;
  static final int DATA_OWNER_PORT = 8080;
  static final int BASE_SAMPLES = 1000;

  private static final int TOKEN_BYTES = 32;
  private static final int PASSWORD_BYTES = 12;
  private static final Logger ENGINE = Logger.getLogger("org.cryptotl");

  private final Options options;
  private final PrintStream out;
  private final boolean terminal;

  private Demo(Options options, PrintStream out, boolean terminal) {
    this.options = options;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs.
   *
   * @param arguments pairs of a name and a value, given by the script {@code demo}
   */
  public static void main(String[] arguments) {
    // This process evaluates a few plain networks alone, for which any kernel is fast enough.
    ENGINE.setLevel(Level.SEVERE);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      new Demo(Options.of(arguments), out, Boolean.getBoolean("demo.terminal")).run();
    } catch (DemoException e) {
      System.err.println("\ndemo: " + e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("\ndemo: a file cannot be read or written: " + e);
      System.exit(1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      System.exit(1);
    }
  }

  private ProgressBar bar(String what) {
    return new ProgressBar(out, terminal, what);
  }

  private void run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    empty(options.work());
    out.println("\nReading texts");
    ProgressBar reading = bar("labelled texts");
    Texts texts = Texts.of(options);
    Path source = options.work().resolve("source.csv");
    Path labelled = options.work().resolve("labelled.csv");
    Samples.write(texts.source(), source);
    Samples.write(texts.labelled(), labelled);
    reading.end(
        "%d of the model owner; %d labelled and %d others of the data owner"
            .formatted(texts.source().size(), texts.labelled().size(), texts.others().size()));

    String adminToken = secret(TOKEN_BYTES);
    String dataToken = secret(TOKEN_BYTES);
    String password = secret(PASSWORD_BYTES);
    out.println("Starting both services");
    ProgressBar starting = bar("model owner, data owner");
    try (Service modelOwner =
            Service.start(
                "model owner",
                options.modelOwnerJar(),
                options.work().resolve("model-owner"),
                MODEL_OWNER_PORT,
                "2g",
                Map.of("CRYPTOTL_BOOTSTRAP_TOKEN", adminToken));
        Service dataOwner =
            Service.start(
                "data owner",
                options.dataOwnerJar(),
                options.work().resolve("data-owner"),
                DATA_OWNER_PORT,
                "2g",
                Map.of(
                    "CRYPTOTL_BOOTSTRAP_TOKEN", dataToken,
                    "CRYPTOTL_ADMIN_PASSWORD", password,
                    "CRYPTOTL_MAKE_MASTER_KEY", "true"))) {
      modelOwner.awaitReady();
      dataOwner.awaitReady();
      starting.end("logs are beside their data in " + options.work());
      ModelOwnerSide model =
          new ModelOwnerSide(new HttpApi("model owner", modelOwner.address(), adminToken));
      DataOwnerSide data =
          new DataOwnerSide(new HttpApi("data owner", dataOwner.address(), dataToken));
      Outcome outcome = live(model, data, modelOwner.address(), texts, source, labelled);
      double seconds = (System.nanoTime() - start) / 1e9;
      new Report(out, options, outcome, model.audit(), seconds).print();
      if (!options.exit()) {
        out.printf(
            """

            Both services go on until you press Ctrl-C:
              pages of the data owner    %s/  (user admin, password %s)
              API of the data owner      %s/swagger-ui.html  (token %s)
              API of the model owner     %s/swagger-ui.html  (token %s)
            """,
            dataOwner.address(),
            password,
            dataOwner.address(),
            dataToken,
            modelOwner.address(),
            adminToken);
        dataOwner.awaitEnd();
      }
    }
  }

  private Outcome live(
      ModelOwnerSide model,
      DataOwnerSide data,
      String modelOwnerAddress,
      Texts texts,
      Path source,
      Path labelled)
      throws IOException {
    out.println("The model owner");
    ProgressBar training = bar("trains the base network");
    JsonNode version = model.train(source, options.epsilon(), training);
    training.end("on its own %d texts".formatted(texts.source().size()));
    final String tenantToken = model.admit("demo");

    out.println("The data owner");
    String owner = data.connect(modelOwnerAddress, tenantToken);
    JsonNode offered = data.offered(owner);
    ProgressBar making = bar("makes keys, uploads public ones");
    JsonNode keys = data.keys(owner, offered, making);
    making.end("%.1f MB".formatted(keys.path("totalBytes").asDouble() / 1e6));
    JsonNode dataset = data.dataset(labelled, texts.testShare(options.labels()));
    ProgressBar extracting = bar("has features computed, encrypted");
    JsonNode features = data.features(owner, offered, dataset, extracting);
    extracting.end("of %d labelled texts".formatted(texts.labelled().size()));
    ProgressBar heads = bar("trains heads in plain");
    JsonNode with = data.head(features, "with transfer", List.of("BOTH", "FEATURES"), heads);
    JsonNode without = data.head(features, "without transfer", List.of("EMBEDDING"), heads);
    heads.end("with and without the transfer");
    List<String> others = texts.others().stream().map(Sample::text).toList();
    ProgressBar classifying = bar("classifies the others, encrypted");
    Classified encrypted = data.classify(with, others, classifying);
    classifying.end("%d texts".formatted(others.size()));

    out.println("The demonstration, which is on both sides");
    ProgressBar comparing = bar("does the same in plain");
    JsonNode card = version.path("card");
    StoredModel base =
        ModelOwnerSide.network(
            options.work().resolve("model-owner").resolve("data"), version.path("version").asInt());
    PlainTwin twin =
        new PlainTwin(
            base, card.path("low").asDouble(), card.path("high").asDouble(), others, comparing);
    comparing.end("to compare");
    List<String> names = dataset.path("labels").valueStream().map(JsonNode::asString).toList();
    String chosen = with.path("report").path("chosen").asString();
    double[][] plain = twin.probabilities(data.onnx(with), chosen);
    double[][] bare = twin.probabilities(data.onnx(without), "EMBEDDING");
    List<String> truth = texts.others().stream().map(Sample::label).toList();
    return new Outcome(
        version,
        offered,
        keys,
        with,
        encrypted,
        Score.of(truth, encrypted.labels(), names),
        Score.of(truth, PlainTwin.labels(bare, names), names),
        Agreement.of(encrypted, plain, names));
  }

  private static String secret(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Deletes what an earlier run left. */
  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
