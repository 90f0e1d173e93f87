package org.cryptotl.modelowner.models;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.manifest.ValueRange;
import org.cryptotl.he.plan.Goal;
import org.cryptotl.he.plan.LatencyPlan;
import org.cryptotl.he.plan.Planner;
import org.cryptotl.he.plan.Step;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;

/** Makes plans. */
final class Planning {

  private Planning() {}

  static Plan plan(Mode mode, List<Step> network, Goal goal) {
    LatencyPlan plan = Planner.latency(network, goal).plan();
    Manifest manifest =
        new Manifest(
            plan.parameters(),
            plan.layout(),
            new ValueRange(goal.low(), goal.high()),
            plan.keyNeeds(),
            0,
            new Precision(goal.error(), goal.error()),
            0);
    return new Plan() {
      @Override
      public Manifest manifest() {
        return manifest;
      }

      @Override
      public List<Ciphertext> evaluate(
          Evaluator evaluator, PublicKey key, List<Ciphertext> inputs, SecureRandom random) {
        Encryptor encryptor = Encryptor.publicKey(plan.parameters(), key, random);
        List<Ciphertext> results = new ArrayList<>();
        for (Ciphertext each : plan.apply(evaluator, inputs)) {
          results.add(
              evaluator.add(each, encryptor.encryptZero(each.limbs(), each.scale())));
        }
        return results;
      }
    };
  }
}
