package org.cryptotl.nn.transfer;

import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.training.TrainingResult;

/**
 * What a model owner has trained on its sources and freezes. Weights are not printed.
 *
 * @param network the frozen layers, from scaled inputs to features; without privacy each feature
 *     has mean 0 and standard deviation 1 over the sources
 * @param scaler of the inputs
 * @param training how it went; its network is the one with the temporary output, its features not
 *     normalised
 */
public record Base(Network network, Scaler scaler, TrainingResult training) {

  /**
   * What a head may see of samples, in plain: the scaled inputs and the features.
   *
   * @param x one row a sample, not scaled, not changed
   * @param parallel how to run; the result does not depend on it
   */
  public TargetVectors vectors(float[][] x, Parallel parallel) {
    float[][] scaled = new float[x.length][];
    float[][] features = new float[x.length][];
    parallel.forEach(
        x.length,
        i -> {
          scaled[i] = scaler.apply(x[i]);
          features[i] = network.forward(scaled[i]);
        });
    return TargetVectors.of(scaled, features);
  }
}
