package org.cryptotl.he.ckks;

import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.rlwe.KeySwitcher;

/**
 * A heuristic estimate of the error of a ciphertext or plaintext: what its slots, before the
 * division by the scale, have beyond scale times value.
 *
 * <p>{@code sigma} is an upper estimate of sqrt(E|e_j|^2), the same for every slot j. An error
 * polynomial with independent coefficients of standard deviation s has sigma = sqrt(N) s, for a
 * slot is the sum of N coefficients times roots of unity; rotations and conjugation do not change
 * it.
 *
 * <p>The heuristics are the usual ones: a slot of a random polynomial is a complex Gaussian number,
 * and different errors are independent (Kim-Papadimitriou-Polyakov, "Approximate homomorphic
 * encryption with reduced approximation error", 2020, section 3;
 * Costache-Curtis-Hales-Murphy-Ogilvie-Player, "On the precision loss in approximate homomorphic
 * encryption", ePrint 2022/162, section 4). Where they fail, because one error is a function of the
 * other, there are operations that assume the worst: {@link #addDependent}, and all products.
 *
 * <p>The estimate says nothing of a value that outgrows its modulus. It needs no keys and depends
 * on no secret.
 *
 * @param logN log2 of the ring degree N
 * @param sigma standard deviation of a slot, at least 0
 */
public record Noise(int logN, double sigma) {

  /** Failure probability of {@link #bound()}: 2^-40 that any slot exceeds it. */
  public static final int FAILURE_BITS = 40;

  /** Variance of what rounding to the nearest integer does to a coefficient. */
  private static final double ROUNDING = 1.0 / 12;

  /** Variance of a coefficient of the uniform ternary secret. */
  private static final double SECRET = 2.0 / 3;

  /** Unit roundoff of doubles; a transform of logN stages adds up about sqrt(logN) of it. */
  private static final double ROUNDOFF = 0x1p-53;

  /** Checks the range. */
  public Noise {
    if (logN < 1 || logN > 30 || !(sigma >= 0)) {
      throw new IllegalArgumentException(
          "noise: got N = 2^%d and sigma %s, expected sigma of at least 0".formatted(logN, sigma));
    }
  }

  /** No error at all. */
  public static Noise none(int logN) {
    return new Noise(logN, 0);
  }

  /** The error of independent coefficients with this variance: sigma = sqrt(N variance). */
  private static Noise ofCoefficients(int logN, double variance) {
    return new Noise(logN, Math.sqrt(Math.scalb(variance, logN)));
  }

  /**
   * A fresh encryption under the secret key, without its plaintext's own error: coefficients of
   * sigma 3.24.
   */
  public static Noise freshSymmetric(int logN) {
    return ofCoefficients(logN, errorVariance());
  }

  /**
   * A fresh encryption under the public key, without its plaintext's own error: e u + e_0 + e_1 s,
   * with a variance of sigma_e^2 (1 + 4N/3) a coefficient.
   */
  public static Noise freshPublic(int logN) {
    return ofCoefficients(logN, errorVariance() * (1 + 2 * SECRET * Math.scalb(1.0, logN)));
  }

  private static double errorVariance() {
    return SecretSampler.ERROR_SIGMA * SecretSampler.ERROR_SIGMA;
  }

  /**
   * What encoding does to a plaintext: coefficients are rounded (variance 1/12), and the transform
   * in doubles has a relative error of about sqrt(logN) 2^-53 (Higham, "Accuracy and stability of
   * numerical algorithms", section 24.1, with errors that are random).
   *
   * @param scaledBound bound of |value| times scale over the slots
   */
  public static Noise encoding(int logN, double scaledBound) {
    return ofCoefficients(logN, ROUNDING).add(doubles(logN, scaledBound));
  }

  /** What decoding adds: the rounding of doubles. As {@link #encoding}. */
  public Noise decoded(double scaledBound) {
    return add(doubles(logN, scaledBound));
  }

  private static Noise doubles(int logN, double scaledBound) {
    return new Noise(logN, ROUNDOFF * Math.sqrt(logN) * checkBound(scaledBound));
  }

  /**
   * What rounding does to a constant a + b i, encoded as {@code a + b X^(N/2)}: at most 1/sqrt 2,
   * the same in every slot. That is no random number; sigma is such that {@link #bound()} is 1/sqrt
   * 2.
   */
  public static Noise constant(int logN) {
    return new Noise(logN, Math.sqrt(0.5) / new Noise(logN, 1).bound());
  }

  /** The sum (or difference) with an independent error: sqrt(sigma^2 + other^2). */
  public Noise add(Noise other) {
    return new Noise(logN, Math.hypot(sigma, checkDegree(other).sigma));
  }

  /**
   * The sum of any two errors, such as that of a ciphertext and itself, or and its conjugate: sigma
   * + other.
   */
  public Noise addDependent(Noise other) {
    return new Noise(logN, sigma + checkDegree(other).sigma);
  }

  /** The sum of {@code count} independent errors of this size: sqrt(count) sigma. */
  public Noise sum(int count) {
    return new Noise(logN, Math.sqrt(count) * sigma);
  }

  /** The product with exact numbers of at most this size. */
  public Noise times(double bound) {
    return new Noise(logN, checkBound(bound) * sigma);
  }

  /**
   * The product with another ciphertext or plaintext: m_1 e_2 + m_2 e_1 + e_1 e_2, where one factor
   * of the last term is taken at its {@link #bound()}. Terms are added as if dependent, so that it
   * holds for powers too; for independent factors of one size this is sqrt 2 too much.
   *
   * <p>For a plaintext, {@code other} is its {@link #encoding}; for a constant, {@link #constant}.
   * The relinearisation of a product of ciphertexts adds {@link #keySwitch}.
   *
   * @param scaledBound bound of this side's |value| times scale over the slots
   * @param other the other side's error
   * @param otherScaledBound bound of the other side's |value| times scale
   */
  public Noise multiply(double scaledBound, Noise other, double otherScaledBound) {
    double mine = checkBound(scaledBound) * checkDegree(other).sigma;
    double theirs = checkBound(otherScaledBound) * sigma;
    return new Noise(logN, mine + theirs + bound() * other.sigma);
  }

  /**
   * A key switch, of a rotation, a conjugation or a relinearisation: adds coefficients of standard
   * deviation {@link KeySwitcher#errorSigma}.
   *
   * @param limbs number of data limbs of the ciphertext
   */
  public Noise keySwitch(KeySwitcher switcher, int limbs) {
    double added = switcher.errorSigma(limbs);
    return add(ofCoefficients(logN, added * added));
  }

  /**
   * Rescaling a ciphertext of two polynomials: the error is divided as the scale is, and r_0 + r_1
   * s is added, r_0 and r_1 of rounding: a variance of (1 + 2N/3) / 12 a coefficient.
   *
   * @param divisor {@link CkksParameters#rescaleDivisor} of the level before
   */
  public Noise rescale(double divisor) {
    return times(1 / divisor)
        .add(ofCoefficients(logN, ROUNDING * (1 + SECRET * Math.scalb(1.0, logN))));
  }

  /**
   * Rescaling a ciphertext of three polynomials: r_2 s^2 is added besides. In a slot that is a
   * product of three Gaussians, with a heavier tail than {@link #bound} assumes; one factor s is
   * therefore taken at its bound.
   *
   * @param divisor as in {@link #rescale}
   */
  public Noise rescaleDegree2(double divisor) {
    double secretSlot = SECRET * Math.scalb(1.0, logN);
    return rescale(divisor)
        .add(ofCoefficients(logN, ROUNDING * secretSlot * secretSlot * logOfSlots(FAILURE_BITS)));
  }

  /** Dropping to a lower level changes neither value nor error. */
  public Noise dropToLevel() {
    return this;
  }

  /** Bound of |e_j| for all slots at once, except with probability 2^-40. */
  public double bound() {
    return bound(FAILURE_BITS);
  }

  /**
   * Bound of |e_j| for all N/2 slots at once, except with probability 2^-failureBits.
   *
   * <p>The largest parts of an error are a random polynomial times the secret (or u, or an error of
   * a key). In a slot that is a product of two complex Gaussians, with P(|e| &gt; t) = 2a K_1(2a)
   * for a = t / sigma and the modified Bessel function K_1, which is below sqrt(pi a) exp(-2a) (1 +
   * 3/(16a)); the tail of a single Gaussian, real or complex, is thinner. The bound solves (N/2)
   * P(a) = 2^-failureBits; it is 19 sigma for N = 2^13.
   *
   * @param failureBits at least 1
   */
  public double bound(int failureBits) {
    double logs = logOfSlots(failureBits);
    double a = logs / 2;
    // Contracts by 1/(4a) a step, a > 1 for N >= 8.
    for (int i = 0; i < 8; i++) {
      a = (logs + 0.5 * Math.log(Math.PI * a) + Math.log1p(3 / (16 * a))) / 2;
    }
    return a * sigma;
  }

  /** ln(2^failureBits N/2): what an exponential variable exceeds in no slot. */
  private double logOfSlots(int failureBits) {
    if (failureBits < 1) {
      throw new IllegalArgumentException(
          "failure probability: got 2^-%d, expected at most 2^-1".formatted(failureBits));
    }
    return Math.log(2) * (failureBits + logN - 1);
  }

  private Noise checkDegree(Noise other) {
    if (other.logN != logN) {
      throw new IllegalArgumentException(
          "noise: got one for N = 2^%d, expected N = 2^%d".formatted(other.logN, logN));
    }
    return other;
  }

  private static double checkBound(double bound) {
    if (!(bound >= 0)) {
      throw new IllegalArgumentException("noise: got the bound " + bound + ", expected at least 0");
    }
    return bound;
  }
}
