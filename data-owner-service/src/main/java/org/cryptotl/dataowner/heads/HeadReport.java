package org.cryptotl.dataowner.heads;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.cryptotl.nn.transfer.HeadInput;
import org.jspecify.annotations.Nullable;

/**
 * What a head is worth.
 *
 * @param chosen what it sees
 * @param trainedOn number of rows that it learnt from, those to validate included
 * @param testedOn number of rows that it was judged by and did not learn from
 * @param inputs the best head of each input: what the transfer brought
 * @param curve the same on fewer labels
 * @param curves of the training on all labels; none of heads that were trained before these were
 *     kept
 * @param verdict what the numbers say, in a sentence
 */
public record HeadReport(
    HeadInput chosen,
    int trainedOn,
    int testedOn,
    List<InputReport> inputs,
    List<CurvePoint> curve,
    @Nullable TrainingCurves curves,
    String verdict) {

  /** Copies the lists. */
  public HeadReport {
    inputs = List.copyOf(inputs);
    curve = List.copyOf(curve);
  }

  /**
   * Standard error of the difference of two accuracies, as if they were measured on different rows.
   * One right and one wrong answer are added to each (Agresti and Caffo, 2000), so that no
   * difference among few rows passes for certain.
   *
   * @param a an accuracy in [0, 1]
   * @param b the other one
   * @param rows number of rows of each, at least 1
   */
  public static double standardError(double a, double b, int rows) {
    return Math.sqrt(variance(a, rows) + variance(b, rows));
  }

  private static double variance(double accuracy, int rows) {
    double p = (accuracy * rows + 1) / (rows + 2);
    return p * (1 - p) / (rows + 2);
  }

  /** The report of the chosen input. */
  @JsonIgnore
  public InputReport getOfChosen() {
    return inputs.stream().filter(i -> i.input() == chosen).findFirst().orElseThrow();
  }

  /**
   * The best head of one input.
   *
   * @param input what it sees
   * @param crossValidated accuracy in cross-validation on the rows that were learnt from
   * @param accuracy on the test rows, as all that follows
   * @param macroF1 mean F1 of the labels
   * @param macroPrecision mean precision of the labels
   * @param macroRecall mean recall of the labels
   * @param kappa Cohen's kappa
   * @param rocAuc area under the ROC curve; of two labels only
   * @param logLoss mean logarithmic loss, in nats
   * @param confusion rows are true labels, columns predicted ones
   */
  public record InputReport(
      HeadInput input,
      double crossValidated,
      double accuracy,
      double macroF1,
      double macroPrecision,
      double macroRecall,
      double kappa,
      @Nullable Double rocAuc,
      double logLoss,
      List<List<Long>> confusion) {}

  /**
   * Heads of fewer labels.
   *
   * @param labels how many rows were learnt from
   * @param input what the head sees
   * @param accuracy on the test rows
   */
  public record CurvePoint(int labels, HeadInput input, double accuracy) {}
}
