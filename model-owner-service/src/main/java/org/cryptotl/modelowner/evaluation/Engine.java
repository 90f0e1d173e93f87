package org.cryptotl.modelowner.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.modelowner.evaluationkeys.KeyBundles;
import org.cryptotl.modelowner.evaluationkeys.LoadedKeys;
import org.cryptotl.modelowner.models.Mode;
import org.cryptotl.modelowner.models.Models;
import org.springframework.stereotype.Component;

/** Evaluates the ciphertexts of one request. */
@Component
class Engine {

  /** Re-randomised results and how long they took. */
  record Outcome(List<Ciphertext> results, long elapsedMillis) {

    Outcome {
      results = List.copyOf(results);
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Models models;
  private final KeyBundles bundles;
  private final MeterRegistry meters;

  Engine(Models models, KeyBundles bundles, MeterRegistry meters) {
    this.models = models;
    this.bundles = bundles;
    this.meters = meters;
  }

  Outcome evaluate(
      String tenantId,
      String model,
      int version,
      Mode mode,
      String bundleId,
      List<Ciphertext> inputs) {
    Plan plan = models.plan(model, version, mode);
    LoadedKeys keys = bundles.load(tenantId, bundleId, plan.manifest());
    long from = System.nanoTime();
    List<Ciphertext> results = plan.evaluate(keys.evaluator(), keys.publicKey(), inputs, random);
    long nanos = System.nanoTime() - from;
    meters.timer("cryptotl.evaluation", "mode", mode.name()).record(nanos, TimeUnit.NANOSECONDS);
    meters
        .counter("cryptotl.samples", "mode", mode.name())
        .increment(plan.manifest().layout().capacity());
    return new Outcome(results, TimeUnit.NANOSECONDS.toMillis(nanos));
  }
}
