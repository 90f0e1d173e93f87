package org.cryptotl.he.ring;

import java.util.Arrays;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.arith.RootsOfUnity;
import org.cryptotl.he.kernel.Kernels;
import org.cryptotl.he.kernel.LimbKernel;
import org.cryptotl.he.kernel.NttTable;
import org.cryptotl.he.kernel.ProductKernel;

/**
 * Z_q[X]/(X^N + 1) for one prime q: the operations on limbs, which are {@code int[]} of N residues
 * in [0, q). Whether a limb holds coefficients or evaluations is its owner's to know: {@link
 * CoeffPoly} or {@link NttPoly}. An output may be one of the inputs unless stated otherwise.
 */
public final class LimbRing {

  /** Places that lie together in interleaved limbs. */
  public static final int BLOCK = ProductKernel.BLOCK;

  private static final LimbKernel LIMBS = Kernels.LIMBS;

  private final int logN;
  private final Modulus modulus;
  private final int psi;

  /** Computed at the first transform: parameters are often read without being used. */
  private volatile NttTable table;

  /**
   * Prepares the ring.
   *
   * @param logN log2 of N, in [5, 16]
   * @param modulus a prime q = 1 mod 2N
   */
  public LimbRing(int logN, Modulus modulus) {
    if (logN < 5 || logN > 16) {
      throw new IllegalArgumentException("ring degree: got 2^" + logN + ", expected 2^5 to 2^16");
    }
    this.logN = logN;
    this.modulus = modulus;
    this.psi = RootsOfUnity.leastPrimitive(modulus, logN);
  }

  private NttTable table() {
    NttTable known = table;
    if (known == null) {
      synchronized (this) {
        if (table == null) {
          table = new NttTable(modulus, psi, logN);
        }
        known = table;
      }
    }
    return known;
  }

  /** log2 of the ring degree N. */
  public int logN() {
    return logN;
  }

  /** Ring degree N. */
  public int degree() {
    return 1 << logN;
  }

  /** The prime. */
  public Modulus modulus() {
    return modulus;
  }

  /** The prime as a number. */
  public int q() {
    return modulus.value();
  }

  /** psi^(N/2), the value of X^(N/2) at even places; at odd ones it is the negative. */
  public int imaginaryUnit() {
    return modulus.pow(psi, degree() / 2);
  }

  /** Coefficients to evaluations, in place. */
  public void toNtt(int[] limb) {
    Kernels.NTT.forward(limb, table());
  }

  /** Evaluations to coefficients, in place. */
  public void toCoefficients(int[] limb) {
    Kernels.NTT.inverse(limb, table());
  }

  /** out = a + b. */
  public void add(int[] a, int[] b, int[] out) {
    LIMBS.add(a, b, out, modulus);
  }

  /** out = a - b. */
  public void subtract(int[] a, int[] b, int[] out) {
    LIMBS.subtract(a, b, out, modulus);
  }

  /** out = -a. */
  public void negate(int[] a, int[] out) {
    LIMBS.negate(a, out, modulus);
  }

  /** out = a b, place by place. */
  public void multiply(int[] a, int[] b, int[] out) {
    LIMBS.multiply(a, b, out, modulus);
  }

  /** out = a b + c, place by place. */
  public void multiplyAdd(int[] a, int[] b, int[] c, int[] out) {
    LIMBS.multiplyAdd(a, b, c, out, modulus);
  }

  /** out = a b + c d, place by place. */
  public void multiplySum(int[] a, int[] b, int[] c, int[] d, int[] out) {
    LIMBS.multiplySum(a, b, c, d, out, modulus);
  }

  /** out = a w for a residue w; a may be residues of another prime. */
  public void multiplyScalar(int[] a, int w, int[] out) {
    LIMBS.multiplyScalar(a, w, out, modulus);
  }

  /** out = out + a w for a residue w; a may be residues of another prime. */
  public void multiplyScalarAdd(int[] a, int w, int[] out) {
    LIMBS.multiplyScalarAdd(a, w, out, modulus);
  }

  /** out = out + a i in every slot, or out - a i, for limbs of evaluations. */
  public void multiplyImaginaryAdd(int[] a, boolean negative, int[] out) {
    int even = negative ? modulus.negate(imaginaryUnit()) : imaginaryUnit();
    int[] unit = LimbPool.take(logN);
    for (int k = 0; k < unit.length; k += 2) {
      unit[k] = even;
      unit[k + 1] = modulus.negate(even);
    }
    multiplyAdd(a, unit, out, out);
    LimbPool.give(unit);
  }

  /** out = (a - b) w for a residue w. */
  public void subtractMultiplyScalar(int[] a, int[] b, int w, int[] out) {
    LIMBS.subtractMultiplyScalar(a, b, w, out, modulus);
  }

  /** out = a + w in every place, for a residue w. */
  public void addScalar(int[] a, int w, int[] out) {
    LIMBS.addScalar(a, w, out, modulus);
  }

  /** out = offset + a mod q for residues a of another prime and a residue offset. */
  public void combine(int[] a, int offset, int[] out) {
    LIMBS.combine(a, offset, out, modulus);
  }

  /** out = offset + a + b w mod q for residues a, b of other primes and residues offset, w. */
  public void combine(int[] a, int[] b, int w, int offset, int[] out) {
    LIMBS.combine(a, b, w, offset, out, modulus);
  }

  /** out = a mod q for signed a in (-q, q). */
  public void fromSigned(int[] a, int[] out) {
    LIMBS.fromSigned(a, out, modulus);
  }

  /**
   * out[from + i] = a[i] mod q for doubles that are integers.
   *
   * @param a finite integers
   * @param largest at least the absolute value of each
   */
  public void fromDoubles(double[] a, double largest, int[] out, int from) {
    LIMBS.fromDoubles(a, largest, out, from, modulus);
  }

  /**
   * out = a 2^32 mod q: the form in which {@link #innerProducts} wants one factor of each product.
   */
  public void toMontgomery(int[] a, int[] out) {
    LIMBS.multiplyScalar(a, modulus.r32(), out, modulus);
  }

  /** out = a 2^-32 mod q: the inverse of {@link #toMontgomery}. */
  public void fromMontgomery(int[] a, int[] out) {
    LIMBS.multiplyScalar(a, modulus.inverse(modulus.r32()), out, modulus);
  }

  /**
   * Two sums of {@code count} products with common factors: outA = sum of c[k] a[k] and outB = sum
   * of c[k] b[k]. Either the c[k] or the a[k] and b[k] are in Montgomery form. The outputs are none
   * of the inputs.
   */
  public void innerProducts(int[][] c, int[][] a, int[][] b, int count, int[] outA, int[] outB) {
    Kernels.PRODUCTS.innerProducts(c, a, b, count, outA, outB, modulus);
  }

  /**
   * As {@link #innerProducts(int[][], int[][], int[][], int, int[], int[])}, with the product of
   * one more limb and a scalar in the first sum, permuted by an automorphism, for the places in
   * [from, from + length); these are written in blocks of {@link #BLOCK} places, {@code stride}
   * apart.
   *
   * @param lift a limb or null
   * @param factor a residue
   * @param from a multiple of BLOCK, as length
   * @param add whether the sums are added to what is there
   */
  public void permutedProducts(
      int[][] c,
      int[][] a,
      int[][] b,
      int[] lift,
      int factor,
      Automorphism automorphism,
      int from,
      int length,
      int[] outA,
      int atA,
      int[] outB,
      int atB,
      int stride,
      boolean add) {
    int most = ProductKernel.MAX_PRODUCTS - 1;
    for (int k = 0; k == 0 || k < c.length; k += most) {
      boolean whole = c.length <= most;
      int end = Math.min(c.length, k + most);
      Kernels.PRODUCTS.permutedProducts(
          whole ? c : Arrays.copyOfRange(c, k, end),
          whole ? a : Arrays.copyOfRange(a, k, end),
          whole ? b : Arrays.copyOfRange(b, k, end),
          end - k,
          k == 0 ? lift : null,
          modulus.toMontgomery(factor),
          automorphism.shift(),
          automorphism.conjugates(),
          from,
          length,
          outA,
          atA,
          outB,
          atB,
          stride,
          add || k > 0,
          modulus);
    }
  }

  /**
   * Writes the places [from, from + length) of a limb block by block, {@code stride} apart, as
   * {@link #diagonalSums} wants them interleaved with others.
   */
  public static void interleave(int[] limb, int from, int length, int[] to, int at, int stride) {
    for (int i = 0; i < length; i += BLOCK) {
      int place = at + i / BLOCK * stride;
      for (int k = 0; k < BLOCK; k++) {
        to[place + k] = limb[from + i + k];
      }
    }
  }

  /**
   * Sums of products over the same pairs of limbs: outA[s] = sum over t of factors[s][t]
   * a[terms[t]] and outB[s] likewise with b, for the places in [from, from + length).
   *
   * @param factors one array a sum, in Montgomery form, interleaved, all N places
   * @param pairs a[0], b[0], a[1], b[1], ... interleaved, from place {@code from} on
   * @param terms which pairs are used, in the order of the factors
   */
  public void diagonalSums(
      int[][] factors,
      int[] pairs,
      int width,
      int[] terms,
      int from,
      int length,
      int[][] outA,
      int[][] outB) {
    Kernels.PRODUCTS.diagonalSums(factors, pairs, width, terms, from, length, outA, outB, modulus);
  }

  /** out[j] = sum over k of weights[j][k] x[k]. */
  public void matrixProduct(IntegerMatrix weights, int[][] x, int[][] out) {
    Kernels.PRODUCTS.matrixProduct(weights.layout(), x, out, modulus);
  }

  /** Applies an automorphism to a limb of evaluations; out is not a. */
  public void permute(int[] a, Automorphism automorphism, int[] out) {
    int n = degree();
    int shift = automorphism.shift();
    System.arraycopy(a, shift, out, 0, n - shift);
    System.arraycopy(a, 0, out, n - shift, shift);
    if (automorphism.conjugates()) {
      LIMBS.swapNeighbours(out, out);
    }
  }
}
