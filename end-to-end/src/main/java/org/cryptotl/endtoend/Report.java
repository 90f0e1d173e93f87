package org.cryptotl.endtoend;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Tells what came out, in words for people who run things. */
final class Report {

  private static final Map<String, String> STAGES = new LinkedHashMap<>();

  static {
    STAGES.put("ENCODE", "text to vector        data owner");
    STAGES.put("ENCRYPT", "encryption            data owner");
    STAGES.put("TRANSFER", "transfer and waiting  between");
    STAGES.put("EVALUATE", "network, encrypted    model owner");
    STAGES.put("DECRYPT", "decryption            data owner");
    STAGES.put("HEAD", "head, in plain        data owner");
  }

  private final PrintStream out;
  private final Options options;
  private final Outcome outcome;
  private final List<JsonNode> audit;
  private final double seconds;

  Report(PrintStream out, Options options, Outcome outcome, List<JsonNode> audit, double seconds) {
    this.out = out;
    this.options = options;
    this.outcome = outcome;
    this.audit = audit;
    this.seconds = seconds;
  }

  void print() {
    out.printf(Locale.ROOT, "%n");
    out.printf(Locale.ROOT, "REPORT (%.0f seconds from the first text to the last)%n", seconds);
    quality();
    agreement();
    cost();
    seen();
  }

  private void quality() {
    int texts = outcome.agreement().texts();
    out.printf(Locale.ROOT, "%n");
    out.printf(
        Locale.ROOT,
        "What the transfer brought, with %d labelled texts to learn from, on %d others:%n",
        outcome.head().path("report").path("trainedOn").asInt(),
        texts);
    out.printf(Locale.ROOT, "                                        accuracy        F1%n");
    row("without the model owner's network", outcome.without());
    row("with it, evaluated under encryption", outcome.with());
    double gain = 100 * (outcome.with().accuracy() - outcome.without().accuracy());
    double error =
        100 * Math.hypot(outcome.with().standardError(), outcome.without().standardError());
    if (Math.abs(gain) <= error) {
      out.printf(
          Locale.ROOT,
          "  A difference of %+.1f points is within the standard error (%.1f): no gain is shown.%n",
          gain,
          error);
    } else {
      out.printf(
          Locale.ROOT,
          "  The transfer changes the accuracy by %+.1f points (standard error %.1f). It brings%n",
          gain,
          error);
      out.printf(Locale.ROOT, "  much with few labels and little with many: try --labels.%n");
    }
    JsonNode training = outcome.version().path("card").path("training");
    if (options.epsilon().isPresent()) {
      out.printf(
          Locale.ROOT,
          "  The network was trained with differential privacy: epsilon %.2f at delta %.0e,%n"
              + "  of the %s that was allowed; it spends less when it stops early.%n",
          training.path("epsilon").asDouble(),
          training.path("delta").asDouble(),
          options.epsilon().get());
    }
  }

  private void row(String what, Score score) {
    out.printf(
        Locale.ROOT,
        "  %-36s %5.1f%% +-%.1f    %.3f%n",
        what,
        100 * score.accuracy(),
        100 * score.standardError(),
        score.macroF1());
  }

  private void agreement() {
    Agreement agreement = outcome.agreement();
    out.printf(Locale.ROOT, "%n");
    out.printf(Locale.ROOT, "Encrypted against plain evaluation of the same network and head:%n");
    out.printf(
        Locale.ROOT,
        "  %d of %d texts get the same label; no probability differs by more than %.1e.%n",
        agreement.sameLabels(),
        agreement.texts(),
        agreement.largestDifference());
  }

  private void cost() {
    Classified encrypted = outcome.encrypted();
    int texts = outcome.agreement().texts();
    out.printf(Locale.ROOT, "%n");
    out.printf(Locale.ROOT, "What a text cost (mean of %d):%n", texts);
    STAGES.forEach((stage, name) -> {
      Double millis = encrypted.stageMillis().get(stage);
      if (millis != null) {
        out.printf(
            Locale.ROOT,
            "  %-36s %8.2f ms%s%n",
            name,
            millis / texts,
            stage.equals("TRANSFER") ? bytes(encrypted, texts) : "");
      }
    });
    out.printf(
        Locale.ROOT,
        "  %-36s %8.2f ms%n",
        "from request to answer",
        encrypted.elapsedMillis() / texts);
    out.printf(
        Locale.ROOT,
        "  Keys, once: %.1f MB.%n",
        outcome.keys().path("totalBytes").asDouble() / 1e6);
  }

  private static String bytes(Classified encrypted, int texts) {
    return String.format(
        Locale.ROOT,
        "; %.1f kB of ciphertexts there, %.1f kB back",
        encrypted.bytesSent() / 1e3 / texts,
        encrypted.bytesReceived() / 1e3 / texts);
  }

  private void seen() {
    long samples = 0;
    int evaluations = 0;
    for (JsonNode entry : audit) {
      if (entry.path("samples").asLong(0) > 0) {
        samples += entry.path("samples").asLong();
        evaluations++;
      }
    }
    JsonNode card = outcome.offered().path("card");
    JsonNode mode = card.path("modes").path(0);
    out.printf(Locale.ROOT, "%n");
    out.printf(Locale.ROOT, "Who saw what:%n");
    out.printf(
        Locale.ROOT,
        "  The model owner: public and evaluation keys, and %d requests of ciphertexts with room%n",
        evaluations);
    out.printf(
        Locale.ROOT,
        "  for %d samples (its audit log). By design it is sent no text, label, secret key or prediction.%n",
        samples);
    out.printf(
        Locale.ROOT,
        "  The data owner: %d numbers a text that the network gives, and the public card. By design it%n",
        card.path("outputs").asInt());
    out.printf(Locale.ROOT, "  is sent no weight and no text of the model owner.%n");
    out.printf(
        Locale.ROOT,
        "  Encryption: CKKS, ring of 2^%d, at least %d bits of security by the standard's tables.%n",
        mode.path("logN").asInt(),
        mode.path("securityBits").asInt());
  }
}
