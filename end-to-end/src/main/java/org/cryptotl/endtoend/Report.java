package org.cryptotl.endtoend;

import java.io.PrintStream;
import java.util.LinkedHashMap;
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
  private final JsonNode audit;
  private final double seconds;

  Report(PrintStream out, Options options, Outcome outcome, JsonNode audit, double seconds) {
    this.out = out;
    this.options = options;
    this.outcome = outcome;
    this.audit = audit;
    this.seconds = seconds;
  }

  void print() {
    line("");
    line("REPORT (%.0f seconds from the first text to the last)", seconds);
    quality();
    agreement();
    cost();
    seen();
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private void quality() {
    int texts = outcome.agreement().texts();
    line("");
    line(
        "What the transfer brought, with %d labelled texts to learn from, on %d others:",
        outcome.head().path("report").path("trainedOn").asInt(), texts);
    line("                                        accuracy        F1");
    row("without the model owner's network", outcome.without());
    row("with it, evaluated under encryption", outcome.with());
    double gain = 100 * (outcome.with().accuracy() - outcome.without().accuracy());
    double error =
        100 * Math.hypot(outcome.with().standardError(), outcome.without().standardError());
    if (Math.abs(gain) <= error) {
      line(
          "  A difference of %+.1f points is within the standard error (%.1f): no gain is shown.",
          gain, error);
    } else {
      line(
          "  The transfer changes the accuracy by %+.1f points (standard error %.1f). It brings",
          gain, error);
      line("  much with few labels and little with many: try --labels.");
    }
    JsonNode training = outcome.version().path("card").path("training");
    if (options.epsilon().isPresent()) {
      line(
          "  The network was trained with differential privacy: epsilon %.2f at delta %.0e.",
          training.path("epsilon").asDouble(), training.path("delta").asDouble());
    }
  }

  private void row(String what, Score score) {
    line(
        "  %-36s %5.1f%% +-%.1f    %.3f",
        what, 100 * score.accuracy(), 100 * score.standardError(), score.macroF1());
  }

  private void agreement() {
    Agreement agreement = outcome.agreement();
    line("");
    line("Encrypted against plain evaluation of the same network and head:");
    line(
        "  %d of %d texts get the same label; no probability differs by more than %.1e.",
        agreement.sameLabels(), agreement.texts(), agreement.largestDifference());
  }

  private void cost() {
    Classified encrypted = outcome.encrypted();
    int texts = outcome.agreement().texts();
    line("");
    line("What a text cost (mean of %d):", texts);
    STAGES.forEach(
        (stage, name) -> {
          Double millis = encrypted.stageMillis().get(stage);
          if (millis != null) {
            line("  %-36s %8.2f ms", name, millis / texts);
          }
        });
    line("  %-36s %8.2f ms", "from request to answer", encrypted.elapsedMillis() / texts);
    line(
        "  %.1f kB of ciphertexts sent and %.1f kB received; keys, once: %.1f MB.",
        encrypted.bytesSent() / 1e3 / texts,
        encrypted.bytesReceived() / 1e3 / texts,
        outcome.keys().path("totalBytes").asDouble() / 1e6);
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
    line("");
    line("Who saw what:");
    line(
        "  The model owner: public and evaluation keys, and %d requests of ciphertexts with room",
        evaluations);
    line(
        "  for %d samples (its audit log). No text, label, secret key or prediction was sent to it.",
        samples);
    line(
        "  The data owner: %d numbers a text that the network gives, and the public card. No weight",
        card.path("outputs").asInt());
    line("  or text of the model owner was sent to it.");
    line(
        "  Encryption: CKKS, ring of 2^%d, at least %d bits of security by the standard's tables.",
        mode.path("logN").asInt(), mode.path("securityBits").asInt());
  }
}
