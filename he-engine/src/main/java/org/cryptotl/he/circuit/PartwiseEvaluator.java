package org.cryptotl.he.circuit;

import java.util.List;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * Real polynomials of the real and of the imaginary part of every slot, apart: p(a) + i p(b) for a
 * slot a + i b, two real values a slot. Needs the relinearisation key and that of conjugation.
 *
 * <p>Squares and cubes need no parts: with t = a + i b and its conjugate u,
 *
 * <pre>
 * 4 (a^2 + i b^2) = (t + u)^2 - i (t - u)^2
 * 4 (a^3 + i b^3) = u (3 t^2 + u^2)
 * </pre>
 *
 * so that each sum of products is relinearised once, not once a part; the factor 4 goes into the
 * scale. Stateless and thread-safe.
 */
public final class PartwiseEvaluator {

  private static final Scale FOUR = Scale.of(4);

  private final Evaluator evaluator;
  private final PolynomialEvaluator polynomials;

  /** Uses the keys of an evaluator. */
  public PartwiseEvaluator(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.polynomials = new PolynomialEvaluator(evaluator);
  }

  /**
   * a^2 + i b^2 by one relinearisation.
   *
   * @return one level below t, at 4 times the square of its scale over the level's primes
   */
  public Ciphertext square(Ciphertext t) {
    Ciphertext conjugate = evaluator.conjugate(t);
    Ciphertext sum = evaluator.add(t, conjugate);
    Ciphertext difference = evaluator.subtract(t, conjugate);
    return fourth(sumOfProducts(sum, sum, difference, timesI(difference, -1)));
  }

  /**
   * The depressed cubic x^3 + c x of a and of b by two relinearisations.
   *
   * @return two levels below t, at the scale that arises: 4 times that of {@link
   *     PolynomialEvaluator#depressedCubic}
   */
  public Ciphertext depressedCubic(Ciphertext t, double c) {
    Ciphertext u = evaluator.conjugate(t);
    Ciphertext squares = sumOfProducts(evaluator.add(t, evaluator.add(t, t)), t, u, u);
    Ciphertext cube = evaluator.multiply(u, squares);
    if (c != 0) {
      Ciphertext low = evaluator.dropToLevel(t, evaluator.level(squares));
      cube = evaluator.add(cube, evaluator.multiplyConstant(low, 4 * c, 0, squares.scale()));
    }
    return fourth(evaluator.relinearizeRescale(cube));
  }

  /**
   * Any polynomial, each part by {@link PolynomialEvaluator#evaluate}.
   *
   * @return {@code polynomial.depth()} levels below t, at the given scale
   */
  public Ciphertext evaluate(Ciphertext t, Polynomial polynomial, Scale scale) {
    Ciphertext conjugate = evaluator.conjugate(t);
    Ciphertext a = scaled(evaluator.add(t, conjugate), Scale.of(2));
    Ciphertext b = scaled(timesI(evaluator.subtract(t, conjugate), -1), Scale.of(2));
    return evaluator.add(
        polynomials.evaluate(a, polynomial, scale),
        timesI(polynomials.evaluate(b, polynomial, scale), 1));
  }

  private Ciphertext timesI(Ciphertext x, int sign) {
    return evaluator.multiplyConstant(x, 0, sign, Scale.of(1));
  }

  private static Ciphertext fourth(Ciphertext x) {
    return scaled(x, FOUR);
  }

  /** The same polynomials as an encryption of the values divided by a factor. */
  private static Ciphertext scaled(Ciphertext x, Scale factor) {
    return Ciphertext.of(x.parameters(), x.polys(), x.scale().multiply(factor));
  }

  /**
   * x x' + y y', relinearised and rescaled, where x' is a constant times x, and y' one times y, or
   * the other way round.
   */
  private Ciphertext sumOfProducts(Ciphertext x, Ciphertext xx, Ciphertext y, Ciphertext yy) {
    evaluator.parameters().requireRoom(x.scale(), xx.scale(), x.limbs());
    RnsBasis basis = x.poly(0).basis();
    int[][] c0 = LimbPool.take(basis.logN(), basis.size());
    int[][] c1 = LimbPool.take(basis.logN(), basis.size());
    int[][] c2 = LimbPool.take(basis.logN(), basis.size());
    evaluator
        .parallel()
        .forEach(
            basis.size(),
            i -> {
              LimbRing ring = basis.limb(i);
              int[] x0 = x.poly(0).limb(i);
              int[] x1 = xx.poly(1).limb(i);
              int[] y0 = y.poly(0).limb(i);
              int[] y1 = yy.poly(1).limb(i);
              ring.multiplySum(x0, xx.poly(0).limb(i), y0, yy.poly(0).limb(i), c0[i]);
              // x_0 x'_1 = x_1 x'_0, and so for y.
              ring.multiplySum(x0, x1, y0, y1, c1[i]);
              ring.add(c1[i], c1[i], c1[i]);
              ring.multiplySum(x.poly(1).limb(i), x1, y.poly(1).limb(i), y1, c2[i]);
            });
    Ciphertext sum =
        Ciphertext.of(
            x.parameters(),
            List.of(new NttPoly(basis, c0), new NttPoly(basis, c1), new NttPoly(basis, c2)),
            x.scale().multiply(xx.scale()));
    Ciphertext out = evaluator.relinearizeRescale(sum);
    LimbPool.give(c0);
    LimbPool.give(c1);
    LimbPool.give(c2);
    return out;
  }
}
