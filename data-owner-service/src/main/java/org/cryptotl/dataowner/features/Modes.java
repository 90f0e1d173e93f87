package org.cryptotl.dataowner.features;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.he.manifest.Manifest;
import org.springframework.stereotype.Component;

/**
 * Picks the mode for some samples: the one that is sooner done by its manifest. A request is
 * charged for as many samples as it has room for, so that throughput is not picked for so few that
 * it would be charged more than four times as many, unless it alone has keys.
 */
@Component
class Modes {

  /** Samples that may be charged for each that is evaluated. */
  private static final int MOST_CHARGED = 4;

  private final Pipelines pipelines;

  Modes(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  /**
   * The mode that suits so many samples, among those with keys.
   *
   * @param samples how many
   * @throws Problem that says what to do if no mode has keys
   */
  ModelRef soonest(ModelVersion model, int samples) {
    List<Problem> problems = new ArrayList<>();
    ModelRef best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Mode mode : Mode.values()) {
      ModelRef candidate = model.in(mode);
      try {
        Manifest manifest = pipelines.present(candidate).manifest();
        int requests = Math.ceilDiv(samples, manifest.layout().capacity());
        boolean wasteful =
            (long) requests * manifest.layout().capacity() > (long) MOST_CHARGED * samples;
        if (best == null || (!wasteful && manifest.millis() * requests < least)) {
          best = candidate;
          least = manifest.millis() * requests;
        }
        if (mode == Mode.LATENCY && requests == 1) {
          return candidate;
        }
      } catch (Problem e) {
        problems.add(e);
      }
    }
    if (best == null) {
      throw problems.getFirst();
    }
    return best;
  }
}
