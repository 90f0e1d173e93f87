package org.cryptotl.dataowner.features;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.he.manifest.Manifest;
import org.springframework.stereotype.Component;

/** Picks the mode in which some samples are sooner evaluated. */
@Component
class Modes {

  private final Pipelines pipelines;

  Modes(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  /**
   * The mode that is sooner done by its manifest, among those with keys.
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
        if (manifest.millis() * requests < least) {
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
