package org.cryptotl.he.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.arith.Primes;
import org.cryptotl.he.arith.RootsOfUnity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chain of oracles of the kernels: the definition (on small lengths or single places), the
 * scalar twin, and the twin that this run has chosen, which must agree bit by bit.
 */
class TwinsTest {

  private static final NttKernel SCALAR_NTT = new ScalarNtt();
  private static final LimbKernel SCALAR_LIMBS = new ScalarLimbs();
  private static final ProductKernel SCALAR_PRODUCTS = new ScalarProducts();

  private final Random random = new Random(20260801);

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void ntt_isEvaluationAtThePowersOfFive(int logN) {
    for (int bits : List.of(30, 24)) {
      Modulus q = prime(logN, bits);
      NttTable table = new NttTable(q, RootsOfUnity.leastPrimitive(q, logN), logN);
      int[] a = residues(q, 1 << logN);
      int[] scalar = a.clone();
      SCALAR_NTT.forward(scalar, table);
      int psi = RootsOfUnity.leastPrimitive(q, logN);
      for (int position : new int[] {0, 1, 2, 3, 17, (1 << logN) - 2, (1 << logN) - 1}) {
        assertEquals(evaluate(a, q, psi, position, logN), scalar[position], "position " + position);
      }
      int[] active = a.clone();
      Kernels.NTT.forward(active, table);
      assertArrayEquals(scalar, active);
      Kernels.NTT.inverse(active, table);
      assertArrayEquals(a, active);
      SCALAR_NTT.inverse(scalar, table);
      assertArrayEquals(a, scalar);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 1024, 8192})
  void limbOperations_agreeWithTheScalarTwin(int n) {
    for (int bits : List.of(30, 29, 20)) {
      Modulus q = prime(5, bits);
      int[] a = residues(q, n);
      int[] b = residues(q, n);
      int[] c = residues(q, n);
      int[] d = residues(q, n);
      int[] unsigned = random.ints(n).toArray();
      int[] signed = random.ints(n, -q.value() + 1, q.value()).toArray();
      for (int w : new int[] {0, 1, q.value() - 1, a[n / 2]}) {
        compare(n, (k, out) -> k.multiplyScalar(unsigned, w, out, q));
        compare(n, (k, out) -> k.multiplyScalarAdd(unsigned, w, copy(b, out), q));
        compare(n, (k, out) -> k.subtractMultiplyScalar(a, b, w, out, q));
        compare(n, (k, out) -> k.addScalar(a, w, out, q));
        compare(n, (k, out) -> k.combine(unsigned, w, out, q));
        compare(n, (k, out) -> k.combine(unsigned, signed, b[0], w, out, q));
      }
      compare(n, (k, out) -> k.add(a, b, out, q));
      compare(n, (k, out) -> k.subtract(a, b, out, q));
      compare(n, (k, out) -> k.negate(a, out, q));
      compare(n, (k, out) -> k.multiply(a, b, out, q));
      compare(n, (k, out) -> k.multiplyAdd(a, b, c, out, q));
      compare(n, (k, out) -> k.multiplySum(a, b, c, d, out, q));
      compare(n, (k, out) -> k.fromSigned(signed, out, q));
      compare(n, (k, out) -> k.swapNeighbours(a, out));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 16, 17, 33})
  void innerProducts_agreeWithTheScalarTwinAndBigInteger(int count) {
    int n = 256;
    for (int bits : List.of(30, 20)) {
      Modulus q = prime(5, bits);
      int[][] a = limbs(q, count, n);
      int[][] b = limbs(q, count, n);
      int[][] c = limbs(q, count, n);
      int[] scalarA = new int[n];
      int[] scalarB = new int[n];
      int[] activeA = new int[n];
      int[] activeB = new int[n];
      SCALAR_PRODUCTS.innerProducts(c, a, b, count, scalarA, scalarB, q);
      Kernels.PRODUCTS.innerProducts(c, a, b, count, activeA, activeB, q);
      assertArrayEquals(scalarA, activeA);
      assertArrayEquals(scalarB, activeB);
      BigInteger modulus = BigInteger.valueOf(q.value());
      BigInteger inverse = BigInteger.ONE.shiftLeft(32).modInverse(modulus);
      for (int i = 0; i < n; i++) {
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < count; k++) {
          sum = sum.add(BigInteger.valueOf((long) c[k][i] * a[k][i]));
        }
        assertEquals(sum.multiply(inverse).mod(modulus).intValue(), scalarA[i]);
      }
    }
  }

  /** The limb with its places interleaved among others, block by block. */
  private static void interleave(int[] limb, int[] to, int count, int index) {
    for (int i = 0; i < limb.length; i++) {
      to[(i / 16 * count + index) * 16 + i % 16] = limb[i];
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7, 8})
  void diagonalSums_areInnerProducts(int sums) {
    int n = 64;
    int pairCount = 35;
    Modulus q = prime(5, 30);
    int[][] pairs = limbs(q, 2 * pairCount, n);
    int[] interleaved = new int[2 * pairCount * n];
    for (int k = 0; k < pairs.length; k++) {
      interleave(pairs[k], interleaved, pairs.length, k);
    }
    for (int count : List.of(1, 5, 16, 17, 33)) {
      int[] terms = random.ints(count, 0, pairCount).toArray();
      int[][] a = Arrays.stream(terms).mapToObj(t -> pairs[2 * t]).toArray(int[][]::new);
      int[][] b = Arrays.stream(terms).mapToObj(t -> pairs[2 * t + 1]).toArray(int[][]::new);
      int[][] factors = new int[sums][count * n];
      int[][] expectedA = new int[sums][n];
      int[][] expectedB = new int[sums][n];
      for (int s = 0; s < sums; s++) {
        int[][] c = limbs(q, count, n);
        for (int t = 0; t < count; t++) {
          interleave(c[t], factors[s], count, t);
        }
        SCALAR_PRODUCTS.innerProducts(c, a, b, count, expectedA[s], expectedB[s], q);
      }
      for (ProductKernel kernel : List.of(SCALAR_PRODUCTS, Kernels.PRODUCTS)) {
        int[][] outA = new int[sums][n];
        int[][] outB = new int[sums][n];
        int from = 0;
        for (int length : List.of(16, 48)) {
          int[] run =
              Arrays.copyOfRange(
                  interleaved, 2 * pairCount * from, 2 * pairCount * (from + length));
          kernel.diagonalSums(factors, run, 2 * pairCount, terms, from, length, outA, outB, q);
          from += length;
        }
        assertArrayEquals(expectedA, outA);
        assertArrayEquals(expectedB, outB);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 16, 18, 30, 50, 62})
  void permutedProducts_arePermutedInnerProducts(int shift) {
    int n = 64;
    Modulus q = prime(5, 30);
    int factor = q.value() - 1;
    for (int count : List.of(1, 3, 15)) {
      int[][] c = limbs(q, count, n);
      int[][] a = limbs(q, count, n);
      int[][] b = limbs(q, count, n);
      int[] lift = limbs(q, 1, n)[0];
      int[] sumA = new int[n];
      int[] sumB = new int[n];
      SCALAR_PRODUCTS.innerProducts(c, a, b, count, sumA, sumB, q);
      for (ProductKernel kernel : List.of(SCALAR_PRODUCTS, Kernels.PRODUCTS)) {
        for (boolean add : List.of(false, true)) {
          boolean swap = add;
          int[] outA = limbs(q, 1, 2 * n)[0];
          int[] outB = limbs(q, 1, 2 * n)[0];
          int[] expectedA = outA.clone();
          int[] expectedB = outB.clone();
          for (int i = 0; i < n; i++) {
            int k = ((i + shift) % n) ^ (swap ? 1 : 0);
            int at = i / 16 * 32 + i % 16;
            int lifted = q.add(sumA[k], q.montgomeryReduce((long) lift[k] * factor));
            expectedA[at + 16] = add ? q.add(outA[at + 16], lifted) : lifted;
            expectedB[at] = add ? q.add(outB[at], sumB[k]) : sumB[k];
          }
          for (int from = 0; from < n; from += 32) {
            kernel.permutedProducts(
                c,
                a,
                b,
                count,
                lift,
                factor,
                shift,
                swap,
                from,
                32,
                outA,
                2 * from + 16,
                outB,
                2 * from,
                32,
                add,
                q);
          }
          assertArrayEquals(expectedA, outA);
          assertArrayEquals(expectedB, outB);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 64, 4096})
  void matrixProduct_agreesWithTheScalarTwinAndBigInteger(int columns) {
    int n = 512;
    int rows = 6;
    int bound = WeightMatrix.WEIGHT_BOUND;
    for (int bits : List.of(30, 20)) {
      Modulus q = prime(5, bits);
      int[][] x = limbs(q, columns, n);
      int[][] weights = new int[rows][];
      for (int j = 0; j < rows; j++) {
        weights[j] = random.ints(columns, -bound + 1, bound).toArray();
      }
      Arrays.fill(weights[0], bound - 1);
      Arrays.fill(weights[1], -bound + 1);
      WeightMatrix matrix = new WeightMatrix(weights);
      int[][] scalar = new int[rows][n];
      int[][] active = new int[rows][n];
      SCALAR_PRODUCTS.matrixProduct(matrix, x, scalar, q);
      Kernels.PRODUCTS.matrixProduct(matrix, x, active, q);
      for (int j = 0; j < rows; j++) {
        assertArrayEquals(scalar[j], active[j]);
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < columns; k++) {
          sum = sum.add(BigInteger.valueOf((long) weights[j][k] * x[k][3]));
        }
        assertEquals(sum.mod(BigInteger.valueOf(q.value())).intValue(), scalar[j][3]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 9, 12, 15})
  void fft_evaluatesAtThePowersOfFive(int logSlots) {
    int n = 1 << logSlots;
    FftTable table = new FftTable(logSlots);
    double[] re = random.doubles(n, -1, 1).toArray();
    double[] im = random.doubles(n, -1, 1).toArray();
    double[] scalarRe = re.clone();
    double[] scalarIm = im.clone();
    new ScalarFft().forward(scalarRe, scalarIm, table);
    int exponent = 1;
    for (int j = 0; j < 3; j++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int k = 0; k < n; k++) {
        double angle = 2 * Math.PI * (((long) exponent * k) % (4L * n)) / (4.0 * n);
        sumRe += re[k] * Math.cos(angle) - im[k] * Math.sin(angle);
        sumIm += re[k] * Math.sin(angle) + im[k] * Math.cos(angle);
      }
      assertEquals(sumRe, scalarRe[j], 1e-14 * n);
      assertEquals(sumIm, scalarIm[j], 1e-14 * n);
      exponent = exponent * 5 % (4 * n);
    }
    double[] activeRe = re.clone();
    double[] activeIm = im.clone();
    Kernels.FFT.forward(activeRe, activeIm, table);
    assertArrayEquals(scalarRe, activeRe);
    assertArrayEquals(scalarIm, activeIm);
    Kernels.FFT.inverse(activeRe, activeIm, table);
    new ScalarFft().inverse(scalarRe, scalarIm, table);
    assertArrayEquals(scalarRe, activeRe);
    assertArrayEquals(scalarIm, activeIm);
    assertArrayEquals(re, activeRe, 1e-13);
    assertArrayEquals(im, activeIm, 1e-13);
  }

  private interface LimbOperation {
    void apply(LimbKernel kernel, int[] out);
  }

  private static void compare(int n, LimbOperation operation) {
    int[] scalar = new int[n];
    int[] active = new int[n];
    operation.apply(SCALAR_LIMBS, scalar);
    operation.apply(Kernels.LIMBS, active);
    assertArrayEquals(scalar, active);
  }

  private static int[] copy(int[] from, int[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }

  private static Modulus prime(int logN, int bits) {
    return Modulus.of(Primes.nttFriendly(logN, bits, 1, List.of()).get(0));
  }

  private int[][] limbs(Modulus q, int count, int n) {
    int[][] limbs = new int[count][];
    for (int k = 0; k < count; k++) {
      limbs[k] = residues(q, n);
    }
    return limbs;
  }

  /** Random residues that begin with runs of 0, 1 and q - 1. */
  private int[] residues(Modulus q, int n) {
    int[] a = ((RandomGenerator) random).ints(n, 0, q.value()).toArray();
    for (int i = 0; i < n / 4; i++) {
      a[i] = new int[] {q.value() - 1, 0, 1, q.value() - 1}[random.nextInt(4)];
    }
    return a;
  }

  private static int evaluate(int[] a, Modulus q, int psi, int position, int logN) {
    long exponent = 1;
    for (int j = 0; j < position / 2; j++) {
      exponent = exponent * 5 % (2L << logN);
    }
    if (position % 2 == 1) {
      exponent = (2L << logN) - exponent;
    }
    long root = q.pow(psi, exponent);
    long sum = 0;
    for (int i = a.length - 1; i >= 0; i--) {
      sum = (sum * root + a[i]) % q.value();
    }
    return (int) sum;
  }
}
