package org.cryptotl.nn.lowering;

import java.util.List;
import org.cryptotl.he.plan.Step;

/**
 * A network as the engine evaluates it.
 *
 * @param steps in order, one for each layer that does something; the planner folds neighbours
 * @param activations one report for each activation, in order
 * @param maxError greatest distance of an output from the network's own, over all samples
 * @param meanError mean distance of the outputs from the network's own
 */
public record LoweredNetwork(
    List<Step> steps, List<ActivationReport> activations, double maxError, double meanError) {

  /** Copies the lists. */
  public LoweredNetwork {
    steps = List.copyOf(steps);
    activations = List.copyOf(activations);
  }
}
