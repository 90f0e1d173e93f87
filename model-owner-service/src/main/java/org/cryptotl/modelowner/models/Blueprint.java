package org.cryptotl.modelowner.models;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.plan.Goal;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.he.plan.Planner;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.lowering.Approximation;
import org.cryptotl.nn.lowering.LoweredNetwork;
import org.cryptotl.nn.lowering.Lowering;

/** A network lowered to the engine's steps, with what is wanted of its plans. */
record Blueprint(LoweredNetwork network, Goal goal) {

  static Blueprint of(NewVersion request, StoredModel model, List<float[]> samples) {
    LoweredNetwork lowered =
        Lowering.lower(model.network(), Approximation.within(request.maxError()), samples);
    List<double[]> typical = new ArrayList<>();
    for (float[] sample : samples) {
      double[] x = new double[sample.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.clamp(sample[i], request.low(), request.high());
      }
      typical.add(x);
    }
    return new Blueprint(
        lowered,
        Goal.ofRange(request.low(), request.high())
            .withError(request.maxError())
            .withBatch(request.batch())
            .withSamples(typical));
  }

  /** What a plan of it does on this machine. */
  Measurement measure(Plan plan) {
    return Measurement.of(plan, network.steps(), goal.samples());
  }

  Plan plan(Mode mode) {
    return switch (mode) {
      case LATENCY -> Planner.latency(network.steps(), goal).plan();
      case THROUGHPUT -> Planner.throughput(network.steps(), goal).plan();
    };
  }
}
