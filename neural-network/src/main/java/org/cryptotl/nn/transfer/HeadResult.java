package org.cryptotl.nn.transfer;

import java.util.List;
import java.util.Map;

/**
 * What came of the training of a head.
 *
 * @param head the chosen head, trained on all samples
 * @param score its score in cross-validation
 * @param heads the best head of each input that was tried, trained on all samples
 * @param best the score of each of these heads in cross-validation
 * @param candidates the scores of all candidates
 */
public record HeadResult(
    Head head,
    HeadScore score,
    Map<HeadInput, Head> heads,
    Map<HeadInput, HeadScore> best,
    List<HeadScore> candidates) {

  /** Copies the collections. */
  public HeadResult {
    heads = Map.copyOf(heads);
    best = Map.copyOf(best);
    candidates = List.copyOf(candidates);
  }

  /** What the chosen head sees. */
  public HeadInput chosen() {
    return head.input();
  }
}
