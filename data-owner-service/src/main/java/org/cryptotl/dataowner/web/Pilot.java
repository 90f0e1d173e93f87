package org.cryptotl.dataowner.web;

import java.util.Optional;
import org.cryptotl.dataowner.heads.HeadReport;
import org.cryptotl.nn.transfer.HeadInput;

/**
 * What a head on some rows of a dataset says of the gain that features of all rows would bring.
 *
 * @param points of accuracy that features add to the bare embedding, in cross-validation on the
 *     rows that were learnt from
 * @param error its standard error, in points, as if the two were judged on different rows
 */
record Pilot(double points, double error) {

  /** The estimate, where a head has seen features and another has not. */
  static Optional<Pilot> of(HeadReport report) {
    Optional<HeadReport.InputReport> bare = of(report, HeadInput.EMBEDDING);
    Optional<HeadReport.InputReport> with =
        of(report, HeadInput.BOTH).or(() -> of(report, HeadInput.FEATURES));
    if (bare.isEmpty() || with.isEmpty()) {
      return Optional.empty();
    }
    double p = with.get().crossValidated();
    double q = bare.get().crossValidated();
    double error = HeadReport.standardError(p, q, report.trainedOn());
    return Optional.of(new Pilot(100 * (p - q), 100 * error));
  }

  private static Optional<HeadReport.InputReport> of(HeadReport report, HeadInput input) {
    return report.inputs().stream().filter(i -> i.input() == input).findFirst();
  }

  /** What follows, in a sentence. */
  public String verdict() {
    String told = "%+.1f points of accuracy (standard error %.1f)".formatted(points, error);
    if (points > 2 * error) {
      return "The features bring " + told + ": the rest should be worth its price.";
    }
    return Math.abs(points) <= 2 * error
        ? "These rows cannot tell what the features bring: "
            + told
            + ". Extract some more rows, or be content with the embedding, which costs nothing."
        : "The features make it worse: " + told + ". Another model may serve better.";
  }
}
