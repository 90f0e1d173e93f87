package org.cryptotl.nn.transfer;

import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Network;

/**
 * What a data owner has learnt: a network on what the base gives, on the embedding, or on both.
 * Weights are not printed.
 *
 * @param input what it sees
 * @param network from that to one probability, that of class 1, or to one a class
 */
public record Head(HeadInput input, Network network) {

  /**
   * The probabilities of the classes: one row a sample, one column a class (two columns for two
   * classes).
   *
   * @param parallel how to run; the result does not depend on it
   * @throws IllegalArgumentException if the vectors are of another length than those it was trained
   *     on
   */
  public double[][] probabilities(TargetVectors samples, Parallel parallel) {
    int inputs = samples.dimension(input);
    if (inputs != network.input().size()) {
      throw new IllegalArgumentException(
          "head: got %d entries a sample, expected %d".formatted(inputs, network.input().size()));
    }
    return probabilities(network, samples.seen(input), parallel);
  }

  static double[][] probabilities(Network network, float[][] seen, Parallel parallel) {
    int inputs = network.input().size();
    float[] x = new float[Math.multiplyExact(seen.length, inputs)];
    for (int i = 0; i < seen.length; i++) {
      System.arraycopy(seen[i], 0, x, i * inputs, inputs);
    }
    float[] y = network.forward(seen.length, x, parallel);
    int outputs = network.output().size();
    double[][] probabilities = new double[seen.length][Math.max(2, outputs)];
    for (int i = 0; i < seen.length; i++) {
      for (int c = 0; c < outputs; c++) {
        probabilities[i][outputs == 1 ? 1 : c] = y[i * outputs + c];
      }
      if (outputs == 1) {
        probabilities[i][0] = 1 - probabilities[i][1];
      }
    }
    return probabilities;
  }
}
