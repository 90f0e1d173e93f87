package org.cryptotl.modelowner.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.List;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.modelowner.evaluation.StepTimes.Step;
import org.cryptotl.modelowner.evaluationkeys.KeyBundles;
import org.cryptotl.modelowner.evaluationkeys.LoadedKeys;
import org.cryptotl.modelowner.models.Mode;
import org.cryptotl.modelowner.models.Models;
import org.springframework.stereotype.Component;

/** Evaluates the ciphertexts of one request. */
@Component
class Engine {

  private final SecureRandom random = new SecureRandom();
  private final Models models;
  private final KeyBundles bundles;
  private final MeterRegistry meters;

  Engine(Models models, KeyBundles bundles, MeterRegistry meters) {
    this.models = models;
    this.bundles = bundles;
    this.meters = meters;
  }

  /**
   * Evaluates.
   *
   * @param times gets what it took to find the keys and to evaluate
   * @return the results, re-randomised
   */
  List<Ciphertext> evaluate(
      String tenantId,
      String model,
      int version,
      Mode mode,
      String bundleId,
      List<Ciphertext> inputs,
      StepTimes times) {
    long from = System.nanoTime();
    Plan plan = models.plan(model, version, mode);
    LoadedKeys keys = bundles.load(tenantId, bundleId, plan.manifest());
    times.add(Step.KEYS, System.nanoTime() - from);
    return times.time(
        Step.EVALUATE, () -> plan.evaluate(keys.evaluator(), keys.publicKey(), inputs, random));
  }

  /** Counts an evaluation whose results are written down. */
  void count(Manifest manifest, Mode mode, StepTimes times) {
    times.record(meters, mode);
    meters.counter("cryptotl.samples", "mode", mode.name()).increment(manifest.layout().capacity());
  }
}
