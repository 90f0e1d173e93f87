package org.cryptotl.nn.transfer;

import java.util.List;
import java.util.Map;

/**
 * What came of the training of a head.
 *
 * @param chosen what the chosen head sees
 * @param heads the best head of each input that was tried, trained on all samples
 * @param best the score of each of these heads in cross-validation
 * @param candidates the scores of all candidates
 */
public record HeadResult(
    HeadInput chosen,
    Map<HeadInput, Head> heads,
    Map<HeadInput, HeadScore> best,
    List<HeadScore> candidates) {

  /** Copies the collections. */
  public HeadResult {
    heads = Map.copyOf(heads);
    best = Map.copyOf(best);
    candidates = List.copyOf(candidates);
  }

  /** The chosen head. */
  public Head head() {
    return heads.get(chosen);
  }
}
