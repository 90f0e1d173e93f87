package org.cryptotl.he.ckks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.LimbPool;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.ModDown;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.Scale;

/**
 * Arithmetic on encrypted vectors, slot by slot. Stateless and thread-safe; ciphertexts are values,
 * and no operation changes one.
 *
 * <p>Operands of different levels are brought to the lower one, which costs nothing. Sums want
 * equal scales; products multiply them and leave the level as it is: {@link #rescale} follows.
 * Scales are tracked exactly, see {@link Scale}.
 */
public final class Evaluator {

  private final CkksParameters parameters;
  private final EvaluationKeys keys;
  private final Parallel parallel;
  private final KeySwitcher switcher;
  private final ModDown[] rescale;
  private final AutomorphismEvaluator automorphisms;
  private final ProductEvaluator products;

  /** An evaluator on the calling thread. */
  public Evaluator(CkksParameters parameters, EvaluationKeys keys) {
    this(parameters, keys, Parallel.NONE);
  }

  /**
   * Prepares the constants.
   *
   * @param keys {@link EvaluationKeys#NONE} where no key switch is needed
   * @param parallel how the limbs of one operation are spread over threads
   * @throws HeException.ParameterMismatch for keys of other parameters
   */
  public Evaluator(CkksParameters parameters, EvaluationKeys keys, Parallel parallel) {
    this(
        parameters,
        keys,
        parallel,
        new KeySwitcher(parameters.rlwe(), parallel),
        rescaling(parameters));
  }

  private Evaluator(
      CkksParameters parameters,
      EvaluationKeys keys,
      Parallel parallel,
      KeySwitcher switcher,
      ModDown[] rescale) {
    keys.parameters().ifPresent(each -> parameters.rlwe().require("evaluation keys", each));
    this.parameters = parameters;
    this.keys = keys;
    this.parallel = parallel;
    this.switcher = switcher;
    this.rescale = rescale;
    this.automorphisms = new AutomorphismEvaluator(keys, switcher, parallel);
    this.products = new ProductEvaluator(parameters, keys, switcher, parallel);
  }

  /** By level: the division by its primes. */
  private static ModDown[] rescaling(CkksParameters parameters) {
    ModDown[] rescale = new ModDown[parameters.maxLevel() + 1];
    for (int level = 1; level < rescale.length; level++) {
      RnsBasis basis = parameters.rlwe().data(parameters.limbs(level));
      RnsBasis kept = parameters.rlwe().data(parameters.limbs(level - 1));
      List<LimbRing> dropped = basis.limbs().subList(kept.size(), basis.size());
      rescale[level] = new ModDown(new RnsBasis(dropped), kept);
    }
    return rescale;
  }

  /**
   * The same evaluator with the keys of another owner; constants are shared.
   *
   * @throws HeException.ParameterMismatch for keys of other parameters
   */
  public Evaluator withKeys(EvaluationKeys other) {
    return new Evaluator(parameters, other, parallel, switcher, rescale);
  }

  /** The parameters. */
  public CkksParameters parameters() {
    return parameters;
  }

  /** The keys. */
  public EvaluationKeys keys() {
    return keys;
  }

  /** The key switching that this evaluator uses. */
  public KeySwitcher keySwitcher() {
    return switcher;
  }

  /** How work is spread over threads. */
  public Parallel parallel() {
    return parallel;
  }

  /** Level of a ciphertext. */
  public int level(Ciphertext a) {
    return parameters.level(a.limbs());
  }

  /** a + b; the scales must match. */
  public Ciphertext add(Ciphertext a, Ciphertext b) {
    return combine(a, b, NttPoly::add, p -> p);
  }

  /** a - b; the scales must match. */
  public Ciphertext subtract(Ciphertext a, Ciphertext b) {
    return combine(a, b, NttPoly::subtract, NttPoly::negate);
  }

  private Ciphertext combine(
      Ciphertext a, Ciphertext b, BinaryOperator<NttPoly> operation, UnaryOperator<NttPoly> rest) {
    check(a);
    check(b);
    checkScales(a.scale(), b.scale());
    int limbs = Math.min(a.limbs(), b.limbs());
    List<NttPoly> out = new ArrayList<>();
    for (int i = 0; i <= Math.max(a.degree(), b.degree()); i++) {
      if (i > b.degree()) {
        out.add(a.poly(i).prefix(limbs));
      } else if (i > a.degree()) {
        out.add(rest.apply(b.poly(i).prefix(limbs)));
      } else {
        out.add(operation.apply(a.poly(i).prefix(limbs), b.poly(i).prefix(limbs)));
      }
    }
    return Ciphertext.of(a.parameters(), out, a.scale());
  }

  /** -a. */
  public Ciphertext negate(Ciphertext a) {
    check(a);
    return Ciphertext.of(
        a.parameters(), a.polys().stream().map(NttPoly::negate).toList(), a.scale());
  }

  /** a + b; the scales must match. */
  public Ciphertext add(Ciphertext a, Plaintext b) {
    return addToConstantPart(a, b, NttPoly::add);
  }

  /** a - b; the scales must match. */
  public Ciphertext subtract(Ciphertext a, Plaintext b) {
    return addToConstantPart(a, b, NttPoly::subtract);
  }

  private Ciphertext addToConstantPart(
      Ciphertext a, Plaintext b, BinaryOperator<NttPoly> operation) {
    check(a);
    b.requireOf(parameters.rlwe());
    checkScales(a.scale(), b.scale());
    int limbs = Math.min(a.limbs(), b.limbs());
    List<NttPoly> out = new ArrayList<>();
    out.add(operation.apply(a.poly(0).prefix(limbs), b.poly().prefix(limbs)));
    for (int i = 1; i <= a.degree(); i++) {
      out.add(a.poly(i).prefix(limbs));
    }
    return Ciphertext.of(a.parameters(), out, a.scale());
  }

  /**
   * a + re + i im in every slot, the constant rounded to a multiple of 1 / scale; level and scale
   * stay.
   *
   * @throws IllegalArgumentException for a constant that is not finite or does not fit the modulus
   */
  public Ciphertext addConstant(Ciphertext a, double re, double im) {
    check(a);
    RnsBasis basis = a.poly(0).basis();
    ScaledConstant constant = ScaledConstant.of(re, im, a.scale()).fitting(basis);
    List<NttPoly> out = new ArrayList<>(a.polys());
    out.set(0, constant.addTo(a.poly(0)));
    return Ciphertext.of(a.parameters(), out, a.scale());
  }

  /** a times b, slot by slot; the scales are multiplied. */
  public Ciphertext multiply(Ciphertext a, Plaintext b) {
    check(a);
    b.requireOf(parameters.rlwe());
    int limbs = Math.min(a.limbs(), b.limbs());
    Scale scale = productScale(a.scale(), b.scale(), limbs);
    NttPoly factor = b.poly().prefix(limbs);
    return Ciphertext.of(
        a.parameters(),
        a.polys().stream().map(p -> p.prefix(limbs).multiply(factor)).toList(),
        scale);
  }

  /** a times b, as {@link #multiply(Ciphertext, Plaintext)} and {@link #rescale}. */
  public Ciphertext multiplyRescale(Ciphertext a, Plaintext b) {
    check(a);
    b.requireOf(parameters.rlwe());
    int limbs = Math.min(a.limbs(), b.limbs());
    Scale scale = rescaled(productScale(a.scale(), b.scale(), limbs), limbs);
    List<NttPoly> out = new ArrayList<>();
    int[][] product = LimbPool.take(parameters.logN(), limbs);
    for (NttPoly poly : a.polys()) {
      for (int i = 0; i < limbs; i++) {
        poly.basis().limb(i).multiply(poly.limb(i), b.poly().limb(i), product[i]);
      }
      int kept = limbs - parameters.primesPerLevel();
      out.add(quotient(product, Arrays.copyOfRange(product, kept, limbs)));
    }
    LimbPool.give(product);
    return Ciphertext.of(a.parameters(), out, scale);
  }

  /**
   * a times re + i im in every slot; the constant is rounded to a multiple of 1 / constantScale and
   * the scales are multiplied. The choice of {@code constantScale} steers the scale of the result.
   */
  public Ciphertext multiplyConstant(Ciphertext a, double re, double im, Scale constantScale) {
    check(a);
    Scale scale = productScale(a.scale(), constantScale, a.limbs());
    RnsBasis basis = a.poly(0).basis();
    ScaledConstant constant = ScaledConstant.of(re, im, constantScale).fitting(basis);
    if (!constant.isReal()) {
      NttPoly factor = constant.toNtt(basis);
      return Ciphertext.of(
          a.parameters(), a.polys().stream().map(p -> p.multiply(factor)).toList(), scale);
    }
    List<NttPoly> out = new ArrayList<>();
    for (NttPoly poly : a.polys()) {
      int[][] limbs = new int[basis.size()][basis.degree()];
      for (int i = 0; i < limbs.length; i++) {
        LimbRing ring = basis.limb(i);
        ring.multiplyScalar(poly.limb(i), constant.reModulo(ring.modulus()), limbs[i]);
      }
      out.add(new NttPoly(basis, limbs));
    }
    return Ciphertext.of(a.parameters(), out, scale);
  }

  /**
   * a times b without relinearisation: three polynomials; the scales are multiplied.
   *
   * @param a of two polynomials
   * @param b of two polynomials
   */
  public Ciphertext multiply(Ciphertext a, Ciphertext b) {
    return products.multiply(a, b, productScale(a, b));
  }

  private Scale productScale(Ciphertext a, Ciphertext b) {
    check(a);
    check(b);
    checkDegree(a);
    checkDegree(b);
    return productScale(a.scale(), b.scale(), Math.min(a.limbs(), b.limbs()));
  }

  /** a times a without relinearisation. */
  public Ciphertext square(Ciphertext a) {
    return multiply(a, a);
  }

  /**
   * Brings three polynomials back to two by the relinearisation key; level and scale stay.
   *
   * @throws HeException.MissingRelinearizationKey if there is none for this level
   */
  public Ciphertext relinearize(Ciphertext a) {
    check(a);
    return a.degree() == 1 ? a : products.relinearize(a);
  }

  /**
   * a times b, relinearised: as {@link #multiply} and {@link #relinearize}, without the polynomials
   * in between.
   */
  public Ciphertext multiplyRelinearize(Ciphertext a, Ciphertext b) {
    return products.multiplyRelinearize(a, b, productScale(a, b));
  }

  /**
   * As {@link #relinearize} and {@link #rescale}, with one division instead of two: a fourth to a
   * third of the transforms less, and one rounding error less.
   *
   * @throws HeException.LevelExhausted as {@link #rescale} does
   */
  public Ciphertext relinearizeRescale(Ciphertext a) {
    check(a);
    return a.degree() == 1
        ? rescale(a)
        : products.relinearizeRescale(a, rescaled(a.scale(), a.limbs()));
  }

  /** a times b, as {@link #multiply} and {@link #relinearizeRescale}. */
  public Ciphertext multiplyRelinearizeRescale(Ciphertext a, Ciphertext b) {
    Scale scale = rescaled(productScale(a, b), Math.min(a.limbs(), b.limbs()));
    return products.multiplyRelinearizeRescale(a, b, scale);
  }

  /**
   * Divides by the primes of the top level with rounding: level and scale go down.
   *
   * @throws HeException.LevelExhausted at level 0, or where the scale would fall below 1
   */
  public Ciphertext rescale(Ciphertext a) {
    check(a);
    Scale scale = rescaled(a.scale(), a.limbs());
    List<NttPoly> out = new ArrayList<>();
    for (NttPoly poly : a.polys()) {
      int[][] dropped = LimbPool.take(parameters.logN(), parameters.primesPerLevel());
      for (int i = 0; i < dropped.length; i++) {
        int[] last = poly.limb(a.limbs() - dropped.length + i);
        System.arraycopy(last, 0, dropped[i], 0, last.length);
      }
      out.add(quotient(poly.limbs(), dropped));
      LimbPool.give(dropped);
    }
    return Ciphertext.of(a.parameters(), out, scale);
  }

  /**
   * A polynomial divided by the primes of its level.
   *
   * @param dropped the limbs of these primes; destroyed
   */
  private NttPoly quotient(int[][] limbs, int[][] dropped) {
    int[][] out = LimbPool.take(parameters.logN(), limbs.length - dropped.length);
    rescale[parameters.level(limbs.length)].apply(limbs, dropped, out, parallel);
    return new NttPoly(parameters.rlwe().data(out.length), out);
  }

  /** The scale after rescaling; checks that it can be done. */
  private Scale rescaled(Scale scale, int limbs) {
    int level = parameters.level(limbs);
    if (level == 0) {
      throw new HeException.LevelExhausted(
          "rescale: got a ciphertext of level 0, expected at least 1");
    }
    Scale divisor = parameters.rescaleDivisor(level);
    if (scale.high() < divisor.high()) {
      throw new HeException.LevelExhausted(
          "rescale: got scale %s at level %d, expected at least the divisor %s"
              .formatted(scale, level, divisor));
    }
    return scale.divide(divisor);
  }

  /**
   * Drops to a lower level; the scale stays.
   *
   * @param level in [0, level of a]
   */
  public Ciphertext dropToLevel(Ciphertext a, int level) {
    check(a);
    if (level > level(a)) {
      throw new HeException.LevelExhausted(
          "drop: got a ciphertext of level %d, expected at least %d".formatted(level(a), level));
    }
    return a.prefix(parameters.limbs(level));
  }

  /**
   * Rotates the slots to the left: slot j of the result is slot j + steps of a, cyclically.
   *
   * @param steps any number; negative ones rotate to the right
   * @throws HeException.MissingGaloisKey if there is no key for it at this level
   */
  public Ciphertext rotate(Ciphertext a, int steps) {
    return apply(a, Automorphism.rotation(parameters.logN(), steps));
  }

  /** Complex conjugate of every slot. */
  public Ciphertext conjugate(Ciphertext a) {
    return apply(a, Automorphism.conjugation(parameters.logN()));
  }

  /** Applies an automorphism: a rotation, a conjugation or both. */
  public Ciphertext apply(Ciphertext a, Automorphism automorphism) {
    check(a);
    checkDegree(a);
    return automorphisms.apply(a, automorphism);
  }

  /**
   * Many rotations of one ciphertext from one decomposition (hoisting, Halevi-Shoup 2018): what is
   * shared is the decomposition, more than half of the work of each.
   *
   * @param steps as in {@link #rotate}
   * @return the rotations in the order of {@code steps}
   * @throws HeException.MissingGaloisKey if a key is missing; all are looked up before work begins
   */
  public List<Ciphertext> rotateHoisted(Ciphertext a, List<Integer> steps) {
    check(a);
    checkDegree(a);
    return automorphisms.applyAll(
        a, steps.stream().map(k -> Automorphism.rotation(parameters.logN(), k)).toList());
  }

  private void check(Ciphertext a) {
    parameters.rlwe().require("ciphertext", a.parameters());
  }

  private static void checkDegree(Ciphertext a) {
    if (a.degree() != 1) {
      throw new IllegalArgumentException(
          "got a ciphertext of 3 polynomials, expected 2: relinearise it first");
    }
  }

  private static void checkScales(Scale a, Scale b) {
    if (!a.matches(b)) {
      throw new HeException.ScaleMismatch(
          "scales: got %s and %s, expected the same (they differ by a factor of %s)"
              .formatted(a, b, a.high() / b.high()));
    }
  }

  private Scale productScale(Scale a, Scale b, int limbs) {
    parameters.requireRoom(a, b, limbs);
    return a.multiply(b);
  }
}
