package org.cryptotl.nn.transfer;

import java.util.EnumMap;
import java.util.Map;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Weights;

/**
 * Logistic heads of several inputs as one: the weighted mean of their scores, which is a logistic
 * head on both (a logarithmic opinion pool: Genest and Zidek, Combining Probability Distributions,
 * Statistical Science 1986).
 */
final class HeadPool {

  /** Heads whose share is smaller are left out. */
  private static final double LEAST_SHARE = 0.02;

  private HeadPool() {}

  /**
   * The share of each head: it falls by the factor e with each standard error by which the head is
   * worse than the best.
   *
   * @return at least one share, the sum 1
   */
  static Map<HeadInput, Double> shares(Map<HeadInput, HeldOut> heads) {
    HeldOut best = null;
    for (HeldOut each : heads.values()) {
      best = best == null || each.logLoss() < best.logLoss() ? each : best;
    }
    Map<HeadInput, Double> shares = new EnumMap<>(HeadInput.class);
    for (Map.Entry<HeadInput, HeldOut> head : heads.entrySet()) {
      double excess = head.getValue().logLoss() - best.logLoss();
      double error = head.getValue().errorOfDifference(best);
      shares.put(head.getKey(), excess > 0 ? Math.exp(-excess / error) : 1);
    }
    double sum = sum(shares);
    shares.values().removeIf(share -> share < LEAST_SHARE * sum);
    double kept = sum(shares);
    shares.replaceAll((input, share) -> share / kept);
    return shares;
  }

  private static double sum(Map<HeadInput, Double> shares) {
    return shares.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * The pool as one head on both.
   *
   * @param heads a dense layer and what makes probabilities of its scores; at least those that have
   *     a share
   * @param embedding entries of the embedding, which come first
   * @param features entries of the features
   */
  static Network network(
      Map<HeadInput, Double> shares, Map<HeadInput, Network> heads, int embedding, int features) {
    Network any = heads.get(shares.keySet().iterator().next());
    int outputs = any.output().size();
    int inputs = embedding + features;
    float[] weights = new float[outputs * inputs];
    float[] bias = new float[outputs];
    shares.forEach((input, share) -> {
      Dense dense = (Dense) heads.get(input).layers().getFirst();
      int start = input == HeadInput.FEATURES ? embedding : 0;
      for (int c = 0; c < outputs; c++) {
        bias[c] += (float) (share * dense.bias().get(c));
        for (int j = 0; j < dense.inputs(); j++) {
          weights[c * inputs + start + j] +=
              (float) (share * dense.weights().get(c * dense.inputs() + j));
        }
      }
    });
    return Network.of(
        Shape.of(inputs),
        new Dense(inputs, outputs, Weights.of(weights), Weights.of(bias)),
        any.layers().getLast());
  }
}
