package org.cryptotl.he.rlwe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.BaseExtension;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.ModDown;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.SecretSampler;

/**
 * Hybrid key switching (Han-Ki 2020; Kim-Polyakov-Zucca, "Revisiting homomorphic encryption schemes
 * for finite fields", ePrint 2021/204, B.2.3): from c with c s' to (d_0, d_1) with d_0 + d_1 s = c
 * s' + e.
 *
 * <p>c is cut into digits of alpha data primes, each digit is extended to all primes of QP, the
 * inner product with the key is taken modulo QP and divided by P. With digits below D and P of
 * about D the error e has standard deviation of about {@code sigma sqrt(N dnum / 12) D / P} a
 * coefficient, plus the rounding of the division: see {@link #errorSigma}.
 *
 * <p>Stateless and thread-safe.
 */
public final class KeySwitcher {

  private final RlweParameters parameters;
  private final Parallel parallel;

  /** extension[first][size - 1]: from {@code size} data primes to all other primes of QP. */
  private final BaseExtension[][] extension;

  /** The most data primes that {@link #modDown(int, int, int[][])} drops. */
  private static final int MAX_DROP = 2;

  /** modDown[limbs][drop]: the division by P and the last {@code drop} of the data primes. */
  private final ModDown[][] modDown;

  /** Prepares the constants for every number of limbs. */
  public KeySwitcher(RlweParameters parameters, Parallel parallel) {
    this.parameters = parameters;
    this.parallel = parallel;
    int alpha = parameters.specialLimbs();
    RnsBasis all = parameters.key(parameters.dataLimbs());
    extension = new BaseExtension[parameters.digits(parameters.dataLimbs())][];
    for (int t = 0; t < extension.length; t++) {
      int first = t * alpha;
      extension[t] = new BaseExtension[Math.min(alpha, parameters.dataLimbs() - first)];
      for (int size = 1; size <= extension[t].length; size++) {
        List<LimbRing> others = new ArrayList<>(all.limbs());
        List<LimbRing> own = others.subList(first, first + size);
        RnsBasis from = new RnsBasis(own);
        own.clear();
        extension[t][size - 1] = new BaseExtension(from, new RnsBasis(others));
      }
    }
    modDown = new ModDown[parameters.dataLimbs() + 1][];
    for (int limbs = 1; limbs < modDown.length; limbs++) {
      List<LimbRing> key = parameters.key(limbs).limbs();
      modDown[limbs] = new ModDown[Math.min(limbs, MAX_DROP + 1)];
      for (int drop = 0; drop < modDown[limbs].length; drop++) {
        int kept = limbs - drop;
        modDown[limbs][drop] =
            new ModDown(new RnsBasis(key.subList(kept, key.size())), parameters.data(kept));
      }
    }
  }

  /**
   * Cuts a polynomial into digits and extends each to the key basis of its limbs.
   *
   * @param c modulo the first data primes
   */
  public Decomposition decompose(NttPoly c) {
    return decompose(c.limbs(), false);
  }

  /**
   * Decomposes the quotient by P and the last data primes: {@link #modDown(int, int, int[][])},
   * which needs no memory of its own here.
   */
  public Decomposition decompose(int limbs, int drop, int[][] extended) {
    checkDrop(limbs, drop);
    int[][] quotient = LimbPool.take(parameters.logN(), limbs - drop);
    modDown(limbs, drop, extended, quotient);
    return decompose(quotient, true);
  }

  /**
   * Decomposes.
   *
   * @param c limbs of the first data primes
   * @param pooled whether these go back to the pool with the decomposition
   */
  private Decomposition decompose(int[][] c, boolean pooled) {
    int limbs = c.length;
    int alpha = parameters.specialLimbs();
    int dnum = parameters.digits(limbs);
    RnsBasis basis = parameters.key(limbs);
    int[][] coefficients = LimbPool.take(parameters.logN(), limbs);
    parallel.forEach(
        limbs,
        i -> {
          System.arraycopy(c[i], 0, coefficients[i], 0, parameters.degree());
          basis.limb(i).toCoefficients(coefficients[i]);
        });
    int[][][] own = new int[dnum][][];
    for (int t = 0; t < dnum; t++) {
      int first = t * alpha;
      own[t] = Arrays.copyOfRange(coefficients, first, Math.min(limbs, first + alpha));
      extension(t, own[t].length).toDigits(own[t]);
    }
    int[][][] digits = new int[basis.size()][dnum][];
    for (int i = 0; i < basis.size(); i++) {
      for (int t = 0; t < dnum; t++) {
        digits[i][t] = isOwn(i, t, limbs) ? c[i] : LimbPool.take(parameters.logN());
      }
    }
    parallel.forEach(
        basis.size() * dnum,
        job -> {
          int i = job / dnum;
          int t = job % dnum;
          if (!isOwn(i, t, limbs)) {
            int ringIndex = i < limbs ? i : i - limbs + parameters.dataLimbs();
            int target = ringIndex < t * alpha ? ringIndex : ringIndex - own[t].length;
            extension(t, own[t].length).extend(own[t], target, digits[i][t]);
            basis.limb(i).toNtt(digits[i][t]);
          }
        });
    LimbPool.give(coefficients);
    return new Decomposition(limbs, alpha, pooled, digits);
  }

  private boolean isOwn(int limb, int digit, int limbs) {
    return limb < limbs && limb / parameters.specialLimbs() == digit;
  }

  private BaseExtension extension(int digit, int size) {
    return extension[digit][size - 1];
  }

  /**
   * The inner product of digits and key modulo QP, before the division by P.
   *
   * @param out0 limbs of the key basis that receive the part without s
   * @param out1 limbs that receive the factor of s
   */
  public void gadgetProduct(
      Decomposition decomposition, SwitchingKey key, int[][] out0, int[][] out1) {
    check(key, decomposition.limbs());
    parallel.forEach(
        parameters.key(decomposition.limbs()).size(),
        i -> gadgetProduct(decomposition, key, i, out0[i], out1[i]));
  }

  /** One limb of {@link #gadgetProduct(Decomposition, SwitchingKey, int[][], int[][])}. */
  public void gadgetProduct(
      Decomposition decomposition, SwitchingKey key, int limb, int[] out0, int[] out1) {
    int limbs = decomposition.limbs();
    LimbRing ring = parameters.key(limbs).limb(limb);
    int keyLimb = limb < limbs ? limb : limb - limbs + key.limbs();
    int[][] digits = decomposition.digits(limb);
    ring.innerProducts(
        digits, key.montgomeryB(keyLimb), key.montgomeryA(keyLimb), digits.length, out0, out1);
  }

  /**
   * One limb of {@link #gadgetProduct(Decomposition, SwitchingKey, int[][], int[][])}, plus a limb
   * times a scalar in the part without s, all permuted by the key's automorphism, for the places in
   * [from, from + length). See {@link LimbRing#permutedProducts} for the parameters.
   */
  public void permutedGadgetProduct(
      Decomposition decomposition,
      GaloisKey key,
      int limb,
      int[] lift,
      int factor,
      int from,
      int length,
      int[] out0,
      int at0,
      int[] out1,
      int at1,
      int stride,
      boolean add) {
    int limbs = decomposition.limbs();
    check(key.key(), limbs);
    int keyLimb = limb < limbs ? limb : limb - limbs + key.key().limbs();
    int[][] digits = decomposition.digits(limb);
    parameters
        .key(limbs)
        .limb(limb)
        .permutedProducts(
            digits,
            key.key().montgomeryB(keyLimb),
            key.key().montgomeryA(keyLimb),
            lift,
            factor,
            key.automorphism(),
            from,
            length,
            out0,
            at0,
            out1,
            at1,
            stride,
            add);
  }

  private void check(SwitchingKey key, int limbs) {
    if (!key.parameters().equals(parameters)) {
      throw new HeException.ParameterMismatch(
          "switching key of %s, expected one of %s".formatted(key.parameters(), parameters));
    }
    if (key.limbs() < limbs) {
      throw new IllegalArgumentException(
          "switching key: it serves %d limbs, expected %d".formatted(key.limbs(), limbs));
    }
  }

  /**
   * Adds P c, which is zero modulo the special primes: after the division by P that is c.
   *
   * @param c limbs of data primes
   * @param extended limbs of the key basis of as many data primes
   */
  public void addLifted(int[][] c, int[][] extended) {
    parallel.forEach(
        c.length,
        i -> {
          LimbRing ring = parameters.data(c.length).limb(i);
          ring.multiplyScalarAdd(c[i], parameters.special().productModulo(ring), extended[i]);
        });
  }

  /**
   * Divides a polynomial modulo QP by P, with rounding.
   *
   * @param limbs number of data limbs
   * @param extended limbs of the key basis; the special ones are destroyed
   */
  public NttPoly modDown(int limbs, int[][] extended) {
    return modDown(limbs, 0, extended);
  }

  /**
   * Divides a polynomial modulo QP by P and by its last data primes, with one rounding: the end of
   * a key switch and rescaling in one.
   *
   * @param limbs number of data limbs before
   * @param drop number of data primes by which is divided, at most 2 and below {@code limbs}
   * @param extended limbs of the key basis; those of the dropped and the special primes are
   *     destroyed
   */
  public NttPoly modDown(int limbs, int drop, int[][] extended) {
    checkDrop(limbs, drop);
    int[][] out = LimbPool.take(parameters.logN(), limbs - drop);
    modDown(limbs, drop, extended, out);
    return new NttPoly(parameters.data(limbs - drop), out);
  }

  private void checkDrop(int limbs, int drop) {
    if (drop < 0 || drop >= modDown[limbs].length) {
      throw new IllegalArgumentException(
          "division: got %d of %d data primes to drop, expected 0 to %d"
              .formatted(drop, limbs, modDown[limbs].length - 1));
    }
  }

  /** As {@link #modDown(int, int, int[][])}, into limbs of the data primes that are kept. */
  private void modDown(int limbs, int drop, int[][] extended, int[][] out) {
    int[][] dropped = Arrays.copyOfRange(extended, limbs - drop, extended.length);
    modDown[limbs][drop].apply(extended, dropped, out, parallel);
  }

  /**
   * Switches by a decomposition that is already there.
   *
   * @param out0 limbs of the data primes that receive d_0
   * @param out1 limbs that receive d_1
   */
  public void switchKey(Decomposition decomposition, SwitchingKey key, int[][] out0, int[][] out1) {
    int limbs = decomposition.limbs();
    int size = limbs + parameters.specialLimbs();
    int[][] extended0 = LimbPool.take(parameters.logN(), size);
    int[][] extended1 = LimbPool.take(parameters.logN(), size);
    gadgetProduct(decomposition, key, extended0, extended1);
    modDown(limbs, 0, extended0, out0);
    modDown(limbs, 0, extended1, out1);
    LimbPool.give(extended0);
    LimbPool.give(extended1);
  }

  /** Switches a polynomial: (d_0, d_1) modulo its primes. */
  public NttPoly[] switchKey(NttPoly c, SwitchingKey key) {
    int[][] out0 = new int[c.basis().size()][parameters.degree()];
    int[][] out1 = new int[c.basis().size()][parameters.degree()];
    try (Decomposition decomposition = decompose(c)) {
      switchKey(decomposition, key, out0, out1);
    }
    return new NttPoly[] {new NttPoly(c.basis(), out0), new NttPoly(c.basis(), out1)};
  }

  /**
   * Standard deviation of a coefficient of the error that a key switch adds to c_0 + c_1 s: the
   * digits, uniform in an interval of length D, times the key's errors, over P; and the rounding of
   * both halves.
   *
   * @param limbs number of data limbs
   */
  public double errorSigma(int limbs) {
    int alpha = parameters.specialLimbs();
    double n = parameters.degree();
    double p = parameters.special().product().doubleValue();
    double variance = (1 + n * 2 / 3) / 12;
    for (int t = 0; t < parameters.digits(limbs); t++) {
      double d = 1;
      for (int i = t * alpha; i < Math.min(limbs, (t + 1) * alpha); i++) {
        d *= parameters.data(limbs).limb(i).q();
      }
      double term = d / p * SecretSampler.ERROR_SIGMA;
      variance += n * term * term / 12;
    }
    return Math.sqrt(variance);
  }
}
