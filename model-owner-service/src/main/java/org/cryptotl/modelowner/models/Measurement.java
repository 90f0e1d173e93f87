package org.cryptotl.modelowner.models;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.plan.Folding;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.he.plan.Step;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;

/**
 * What a new plan really does on this machine, tried with keys that are thrown away and with inputs
 * of the model owner's own: nobody's data are looked at.
 *
 * @param error largest distance of a decrypted output from the same network in double arithmetic,
 *     over all trials, rounded up to 1, 2 or 5 times a power of ten
 * @param millis of an evaluation with its results re-randomised, on one thread: the median of the
 *     later half of the trials
 */
record Measurement(double error, double millis) {

  /** Trials end after so many, */
  private static final int MOST_TRIALS = 20;

  /** or after so many nanoseconds, but not before one is done. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(4);

  /**
   * Tries a plan.
   *
   * @param steps what it was made of
   * @param samples inputs within the manifest's range, at least one
   */
  static Measurement of(Plan plan, List<Step> steps, List<double[]> samples) {
    SecureRandom random = new SecureRandom();
    Manifest manifest = plan.manifest();
    DataOwnerCodec codec = DataOwnerCodec.withFreshKey(manifest, random);
    PublicKey publicKey = codec.publicKey();
    Evaluator evaluator = new Evaluator(manifest.parameters(), codec.evaluationKeys());
    List<Long> nanos = new ArrayList<>();
    double error = 0;
    long start = System.nanoTime();
    while (nanos.isEmpty()
        || (nanos.size() < MOST_TRIALS && System.nanoTime() - start < MOST_NANOS)) {
      double[][] batch = batch(samples, nanos.size(), manifest.layout().capacity());
      List<Ciphertext> inputs = codec.encrypt(batch);
      long from = System.nanoTime();
      List<Ciphertext> results = plan.evaluate(evaluator, publicKey, inputs, random);
      nanos.add(System.nanoTime() - from);
      double[][] outputs = codec.decrypt(results, batch.length);
      for (int i = 0; i < batch.length; i++) {
        error = Math.max(error, distance(Folding.apply(steps, batch[i]), outputs[i]));
      }
    }
    List<Long> later = new ArrayList<>(nanos.subList(nanos.size() / 2, nanos.size()));
    Collections.sort(later);
    return new Measurement(roundedUp(error), later.get(later.size() / 2) / 1e6);
  }

  private static double[][] batch(List<double[]> samples, int trial, int capacity) {
    double[][] batch = new double[Math.min(capacity, samples.size())][];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = samples.get((trial * batch.length + i) % samples.size());
    }
    return batch;
  }

  private static double distance(double[] expected, double[] got) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - got[i]));
    }
    return largest;
  }

  /** No more than its magnitude is told, as of the predicted error. */
  private static double roundedUp(double x) {
    if (x == 0) {
      return 0;
    }
    BigDecimal exact = BigDecimal.valueOf(x);
    BigDecimal unit =
        BigDecimal.ONE.scaleByPowerOfTen(
            -exact.round(new MathContext(1, RoundingMode.DOWN)).scale());
    return List.of(1, 2, 5, 10).stream()
        .map(factor -> unit.multiply(BigDecimal.valueOf(factor)))
        .filter(candidate -> candidate.compareTo(exact) >= 0)
        .findFirst()
        .orElseThrow()
        .doubleValue();
  }
}
