package org.cryptotl.he.ckks;

import java.util.Arrays;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.CanonicalEmbedding;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.MixedRadix;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Scale;

/**
 * Vectors to plaintexts and back (Cheon-Kim-Kim-Song 2017, section 3.2): the embedding's inverse,
 * times the scale, rounded to the nearest integer polynomial.
 *
 * <p>Rounding moves a slot by about sqrt(N / 12) / scale (standard deviation). Doubles bound the
 * precision to about 2^-50 of the largest value. Stateless and thread-safe.
 */
public final class Encoder {

  /** Holds zeros between two encodings. */
  private static final ThreadLocal<double[][]> WORK =
      ThreadLocal.withInitial(() -> new double[2][0]);

  private final CkksParameters parameters;
  private final CanonicalEmbedding embedding;
  private final MixedRadix[] radix;

  /** Prepares the embedding. */
  public Encoder(CkksParameters parameters) {
    this.parameters = parameters;
    this.embedding = new CanonicalEmbedding(parameters.logN());
    radix = new MixedRadix[parameters.rlwe().dataLimbs() + 1];
    for (int limbs = 1; limbs < radix.length; limbs++) {
      radix[limbs] = new MixedRadix(parameters.rlwe().data(limbs));
    }
  }

  /** The parameters that it encodes for. */
  public CkksParameters parameters() {
    return parameters;
  }

  /** Encodes at the top level and the default scale. */
  public Plaintext encode(ComplexVector values) {
    return encode(values, parameters.maxLevel(), parameters.defaultScale());
  }

  /**
   * Encodes a vector.
   *
   * @param values at most N/2 finite entries; the slots beyond are 0
   * @param level of the plaintext
   * @param scale its scale
   * @throws IllegalArgumentException for too many or not finite entries, or where values times
   *     scale do not fit the modulus
   */
  public Plaintext encode(ComplexVector values, int level, Scale scale) {
    RnsBasis basis = parameters.rlwe().data(parameters.limbs(level));
    return new Plaintext(
        encodeCoefficients(values, basis, scale, parameters.logModulus(level)).intoNtt(), scale);
  }

  /** Encodes modulo data and special primes: for linear transforms before the division by P. */
  public NttPoly encodeExtended(ComplexVector values, int limbs, Scale scale) {
    double bits = parameters.logModulus(parameters.level(limbs));
    return encodeCoefficients(values, parameters.rlwe().key(limbs), scale, bits).intoNtt();
  }

  /** Work array 0 or 1 of this thread, all zeros. */
  private double[] work(int index) {
    double[][] arrays = WORK.get();
    if (arrays[index].length != parameters.slots()) {
      arrays[index] = new double[parameters.slots()];
    }
    return arrays[index];
  }

  private CoeffPoly encodeCoefficients(
      ComplexVector values, RnsBasis basis, Scale scale, double modulusBits) {
    int slots = parameters.slots();
    if (values.size() > slots) {
      throw new IllegalArgumentException(
          "encode: got %d values, expected at most %d".formatted(values.size(), slots));
    }
    double[] re = work(0);
    double[] im = work(1);
    try {
      System.arraycopy(values.re(), 0, re, 0, values.size());
      System.arraycopy(values.im(), 0, im, 0, values.size());
      embedding.toCoefficients(re, im);
      double largest = Math.max(scaleAndRound(re, scale.high()), scaleAndRound(im, scale.high()));
      if (!(Math.log(largest) < (modulusBits - 1) * Math.log(2) - 1e-9)) {
        throw new IllegalArgumentException(
            "encode: at scale %s the coefficients do not fit a modulus of %.2f bits, or are not finite"
                .formatted(scale, modulusBits));
      }
      int[][] limbs = new int[basis.size()][basis.degree()];
      for (int i = 0; i < limbs.length; i++) {
        basis.limb(i).fromDoubles(re, largest, limbs[i], 0);
        basis.limb(i).fromDoubles(im, largest, limbs[i], slots);
      }
      return new CoeffPoly(basis, limbs);
    } finally {
      Arrays.fill(re, 0);
      Arrays.fill(im, 0);
    }
  }

  /** Multiplies and rounds in place; returns the largest absolute value, or NaN if one is NaN. */
  private static double scaleAndRound(double[] a, double factor) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.rint(a[i] * factor);
    }
    for (double x : a) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }

  /**
   * Decodes all N/2 slots.
   *
   * <p>The result is approximate, and its error depends on the secret key: do not show it to the
   * party whose ciphertext it came from (Li-Micciancio 2021).
   *
   * @throws HeException.ParameterMismatch for a plaintext of other parameters
   */
  public ComplexVector decode(Plaintext plaintext) {
    int limbs = plaintext.limbs();
    int logN = parameters.logN();
    RnsBasis basis = plaintext.poly().basis();
    if (!basis.isPrefixOf(parameters.rlwe().data(parameters.rlwe().dataLimbs()))) {
      throw new HeException.ParameterMismatch(
          "plaintext of basis %s, expected first data primes of %s"
              .formatted(basis, parameters.rlwe()));
    }
    int[][] digits = LimbPool.take(logN, limbs);
    for (int i = 0; i < limbs; i++) {
      System.arraycopy(plaintext.poly().limb(i), 0, digits[i], 0, basis.degree());
      basis.limb(i).toCoefficients(digits[i]);
    }
    radix[limbs].toDigits(digits);
    double[] re = new double[parameters.slots()];
    double[] im = new double[parameters.slots()];
    radix[limbs].toDoubles(digits, 0, re);
    radix[limbs].toDoubles(digits, parameters.slots(), im);
    LimbPool.giveWiped(digits);
    double inverse = 1 / plaintext.scale().high();
    for (int i = 0; i < re.length; i++) {
      re[i] *= inverse;
      im[i] *= inverse;
    }
    embedding.toSlots(re, im);
    return new ComplexVector(re, im);
  }
}
