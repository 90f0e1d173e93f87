package org.cryptotl.he.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polynomials against the definitions of their operations on {@link BigInteger} coefficients. */
@ExtendWith(Replay.class)
class PolynomialTest {

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 8})
  void operations_areThoseOfTheNegacyclicRing(int logN, Random random) {
    RnsBasis basis = TestRings.basis(logN, 30, 20, 27);
    BigInteger[] a = TestRings.centered(basis, random);
    BigInteger[] b = TestRings.centered(basis, random);
    BigInteger[] c = TestRings.centered(basis, random);
    NttPoly x = poly(basis, a).toNtt();
    NttPoly y = poly(basis, b).toNtt();
    NttPoly z = poly(basis, c).toNtt();
    BigInteger[] product = schoolbook(a, b);
    assertHolds(product, x.multiply(y));
    assertHolds(product, y.multiply(x));
    assertHolds(sum(product, c, 1), x.multiplyAdd(y, z));
    assertHolds(sum(a, b, 1), x.add(y));
    assertHolds(sum(a, b, -1), x.subtract(y));
    assertHolds(sum(a, a, -2), x.negate());
    assertHolds(a, x);
    assertHolds(b, y);
  }

  @Test
  void product_isTheSchoolbooksAt1024(Random random) {
    RnsBasis basis = TestRings.basis(10, 30);
    BigInteger[] a = TestRings.centered(basis, random);
    BigInteger[] b = TestRings.centered(basis, random);
    int q = basis.limb(0).q();
    int[] x = TestRings.residues(basis, a)[0];
    int[] y = TestRings.residues(basis, b)[0];
    int n = basis.degree();
    int[] expected = new int[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        long p = (long) x[i] * y[j] % q;
        int k = (i + j) % n;
        expected[k] = (int) ((expected[k] + (i + j < n ? p : q - p)) % q);
      }
    }
    NttPoly product = poly(basis, a).toNtt().multiply(poly(basis, b).toNtt());
    assertArrayEquals(expected, product.toCoefficients().limb(0));
  }

  @Test
  void monomialOfDegreeN_isMinusOne(Random random) {
    RnsBasis basis = TestRings.basis(7, 30, 30);
    BigInteger[] x = new BigInteger[128];
    Arrays.fill(x, BigInteger.ZERO);
    x[64] = BigInteger.ONE;
    NttPoly root = poly(basis, x).toNtt();
    BigInteger[] a = TestRings.centered(basis, random);
    NttPoly p = poly(basis, a).toNtt();
    assertTrue(p.negate().sameAs(root.multiply(root).multiply(p)));
  }

  @Test
  void centered_undoesTheResidues(Random random) {
    RnsBasis basis = TestRings.basis(6, 30, 20, 25, 30);
    BigInteger[] a = TestRings.centered(basis, random);
    CoeffPoly poly = poly(basis, a);
    for (int k = 0; k < a.length; k++) {
      assertEquals(a[k], poly.centered(k));
    }
  }

  @Test
  void signedCoefficients_becomeResidues() {
    RnsBasis basis = TestRings.basis(5, 30, 20);
    int[] signed = new int[32];
    for (int i = 0; i < signed.length; i++) {
      signed[i] = (i - 16) * 1000;
    }
    CoeffPoly poly = CoeffPoly.fromSigned(basis, signed);
    for (int i = 0; i < signed.length; i++) {
      assertEquals(signed[i], poly.centered(i).intValue());
    }
  }

  @Test
  void integersInDoubles_becomeResiduesWhateverTheirSize(Random random) {
    RnsBasis basis = TestRings.basis(8, 30, 20);
    for (int bits : new int[] {1, 31, 50, 51, 52, 53, 64, 91, 92, 130, 300, 1000}) {
      double[] a = new double[256];
      for (int i = 0; i < a.length; i++) {
        double magnitude = Math.scalb(random.nextDouble() + 1, bits - 1);
        a[i] = Math.rint(random.nextBoolean() ? magnitude : -magnitude);
      }
      a[0] = Math.scalb(1.0, bits);
      a[1] = -a[0];
      a[2] = 0;
      a[3] = -0.0;
      for (LimbRing ring : basis.limbs()) {
        int[] out = new int[256];
        ring.fromDoubles(a, a[0], out, 0);
        for (int i = 0; i < a.length; i++) {
          BigInteger exact = new java.math.BigDecimal(a[i]).toBigIntegerExact();
          assertEquals(exact.mod(BigInteger.valueOf(ring.q())).intValue(), out[i], a[i] + "");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void doublesThatAreNotFinite_areRefused(double x) {
    LimbRing ring = TestRings.basis(5, 30).limb(0);
    double[] a = new double[32];
    a[7] = x;
    assertThrows(
        IllegalArgumentException.class, () -> ring.fromDoubles(a, Math.abs(x), new int[32], 0));
  }

  @Test
  void montgomeryForm_isUndone(Random random) {
    LimbRing ring = TestRings.basis(8, 29).limb(0);
    int[] a = random.ints(256, 0, ring.q()).toArray();
    int[] out = new int[256];
    ring.toMontgomery(a, out);
    ring.fromMontgomery(out, out);
    assertArrayEquals(a, out);
  }

  @Test
  void bases_mustAgree() {
    NttPoly a = NttPoly.zero(TestRings.basis(5, 30, 30));
    NttPoly b = NttPoly.zero(TestRings.basis(5, 30));
    for (Runnable each :
        List.<Runnable>of(
            () -> a.add(b),
            () -> a.subtract(b),
            () -> a.multiply(b),
            () -> a.multiplyAdd(a, b),
            () -> a.multiplyAdd(b, a))) {
      String message = assertThrows(IllegalArgumentException.class, each::run).getMessage();
      assertTrue(message.contains("2 primes") && message.contains("1 primes"), message);
    }
    RnsBasis basis = a.basis();
    assertThrows(IllegalArgumentException.class, () -> new NttPoly(basis, new int[1][32]));
    assertThrows(IllegalArgumentException.class, () -> new CoeffPoly(basis, new int[3][32]));
  }

  @Test
  void prefix_isTheFirstPrimes() {
    RnsBasis basis = TestRings.basis(5, 30, 29, 28, 27);
    for (int count = 1; count <= 4; count++) {
      assertEquals(new RnsBasis(basis.limbs().subList(0, count)), basis.prefix(count));
      assertTrue(basis.prefix(count).isPrefixOf(basis));
      assertEquals(count, NttPoly.zero(basis).prefix(count).basis().size());
    }
    assertSame(basis, basis.prefix(4));
    assertSame(basis.prefix(1), basis.prefix(3).prefix(1));
    assertFalse(basis.isPrefixOf(basis.prefix(3)));
    assertFalse(TestRings.basis(5, 29).isPrefixOf(basis));
  }

  @Test
  void prefixOfNoOrTooManyPrimes_fails() {
    RnsBasis basis = TestRings.basis(5, 30, 29, 28, 27);
    RnsBasis three = basis.prefix(3);
    for (int count : new int[] {-1, 0, 4, 5}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> three.prefix(count)).getMessage();
      assertTrue(message.contains("got " + count + ", expected 1 to 3"), message);
    }
  }

  @Test
  void basis_isMadeOfDistinctPrimesOfOneDegree() {
    LimbRing a = TestRings.basis(5, 30).limb(0);
    LimbRing same = new LimbRing(5, Modulus.of(a.q()));
    LimbRing larger = TestRings.basis(6, 29).limb(0);
    assertThrows(IllegalArgumentException.class, () -> new RnsBasis(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new RnsBasis(List.of(a, same)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> new RnsBasis(List.of(a, larger)))
            .getMessage();
    assertTrue(message.contains("2 distinct primes and 2 degrees"), message);
    assertEquals(new RnsBasis(List.of(a)), new RnsBasis(List.of(same)));
    assertEquals(new RnsBasis(List.of(a)).hashCode(), new RnsBasis(List.of(same)).hashCode());
  }

  @Test
  void wiping_leavesZeros(Random random) {
    RnsBasis basis = TestRings.basis(5, 30, 20);
    NttPoly b = poly(basis, TestRings.centered(basis, random)).toNtt();
    b.wipe();
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(new int[32], b.limb(i));
    }
  }

  private static CoeffPoly poly(RnsBasis basis, BigInteger[] coefficients) {
    return new CoeffPoly(basis, TestRings.residues(basis, coefficients));
  }

  private static void assertHolds(BigInteger[] expected, NttPoly actual) {
    int[][] residues = TestRings.residues(actual.basis(), expected);
    CoeffPoly coefficients = actual.toCoefficients();
    for (int i = 0; i < residues.length; i++) {
      assertArrayEquals(residues[i], coefficients.limb(i));
    }
  }

  private static BigInteger[] sum(BigInteger[] a, BigInteger[] b, int factor) {
    BigInteger[] out = new BigInteger[a.length];
    Arrays.setAll(out, i -> a[i].add(b[i].multiply(BigInteger.valueOf(factor))));
    return out;
  }

  private static BigInteger[] schoolbook(BigInteger[] a, BigInteger[] b) {
    int n = a.length;
    BigInteger[] out = new BigInteger[n];
    Arrays.fill(out, BigInteger.ZERO);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        BigInteger p = a[i].multiply(b[j]);
        int k = (i + j) % n;
        out[k] = i + j < n ? out[k].add(p) : out[k].subtract(p);
      }
    }
    return out;
  }
}
