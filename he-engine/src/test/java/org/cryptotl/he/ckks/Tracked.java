package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.Scale;

/**
 * A ciphertext with the values that it should hold, by plain arithmetic, and the estimate of its
 * error: the three run side by side, and {@link #check} compares.
 */
record Tracked(Setting setting, Ciphertext ciphertext, ComplexVector values, Noise noise) {

  /** An estimate that is further than this from the error measured says nothing. */
  private static final double SLACK = 100;

  /** The error measured is below the bound, and the bound below 100 times the error. */
  Tracked check(String what) {
    ComplexVector actual = setting.decrypt(ciphertext);
    double error = 0;
    for (int j = 0; j < actual.size(); j++) {
      error =
          Math.max(
              error, Math.hypot(actual.re()[j] - values.re()[j], actual.im()[j] - values.im()[j]));
    }
    double bound = noise.decoded(scaledBound()).bound() / ciphertext.scale().high();
    assertTrue(error <= bound, "%s: error %.3g, bound %.3g".formatted(what, error, bound));
    assertTrue(
        bound <= SLACK * error,
        "%s: error %.3g, bound %.3g is %.0f times that"
            .formatted(what, error, bound, bound / error));
    return this;
  }

  double scaledBound() {
    return largest(values) * ciphertext.scale().high();
  }

  static double largest(ComplexVector values) {
    double largest = 0;
    for (int j = 0; j < values.size(); j++) {
      largest = Math.max(largest, Math.hypot(values.re()[j], values.im()[j]));
    }
    return largest;
  }

  Tracked add(Tracked other) {
    return with(
        setting.evaluator.add(ciphertext, other.ciphertext),
        plus(values, other.values, 1),
        noise.add(other.noise));
  }

  Tracked subtract(Tracked other) {
    return with(
        setting.evaluator.subtract(ciphertext, other.ciphertext),
        plus(values, other.values, -1),
        noise.add(other.noise));
  }

  /** The sum with something made of this. */
  Tracked addDependent(Tracked other) {
    return with(
        setting.evaluator.add(ciphertext, other.ciphertext),
        plus(values, other.values, 1),
        noise.addDependent(other.noise));
  }

  Tracked negate() {
    return with(setting.evaluator.negate(ciphertext), times(values, constant(-1, 0)), noise);
  }

  Tracked add(ComplexVector plain) {
    return with(
        setting.evaluator.add(ciphertext, encoded(plain, ciphertext.scale())),
        plus(values, plain, 1),
        noise.add(encoding(plain, ciphertext.scale())));
  }

  Tracked subtract(ComplexVector plain) {
    return with(
        setting.evaluator.subtract(ciphertext, encoded(plain, ciphertext.scale())),
        plus(values, plain, -1),
        noise.add(encoding(plain, ciphertext.scale())));
  }

  Tracked multiply(ComplexVector plain, Scale scale) {
    return with(
        setting.evaluator.multiply(ciphertext, encoded(plain, scale)),
        times(values, plain),
        noise.multiply(scaledBound(), encoding(plain, scale), largest(plain) * scale.high()));
  }

  Tracked addConstant(double re, double im) {
    return with(
        setting.evaluator.addConstant(ciphertext, re, im),
        plus(values, constant(re, im), 1),
        noise.addDependent(Noise.constant(logN())));
  }

  Tracked multiplyConstant(double re, double im, Scale scale) {
    return with(
        setting.evaluator.multiplyConstant(ciphertext, re, im, scale),
        times(values, constant(re, im)),
        noise.multiply(scaledBound(), Noise.constant(logN()), Math.hypot(re, im) * scale.high()));
  }

  /** Three polynomials. */
  Tracked multiplyOnly(Tracked other) {
    return with(
        setting.evaluator.multiply(ciphertext, other.ciphertext),
        times(values, other.values),
        noise.multiply(scaledBound(), other.noise, other.scaledBound()));
  }

  Tracked relinearize() {
    return with(setting.evaluator.relinearize(ciphertext), values, switched());
  }

  /** In one division, with an error that is no larger than that of two. */
  Tracked relinearizeRescale() {
    return with(
        setting.evaluator.relinearizeRescale(ciphertext), values, switched().rescale(divisor()));
  }

  Tracked multiplyRescale(Tracked other) {
    Tracked product = multiplyOnly(other);
    return product.with(
        setting.evaluator.multiplyRelinearizeRescale(ciphertext, other.ciphertext),
        product.values,
        product.switched().rescale(product.divisor()));
  }

  Tracked multiply(Tracked other) {
    return multiplyOnly(other).relinearize();
  }

  Tracked square() {
    return with(
            setting.evaluator.square(ciphertext),
            times(values, values),
            noise.multiply(scaledBound(), noise, scaledBound()))
        .relinearize();
  }

  Tracked rescale() {
    return with(
        setting.evaluator.rescale(ciphertext),
        values,
        ciphertext.degree() == 1 ? noise.rescale(divisor()) : noise.rescaleDegree2(divisor()));
  }

  private double divisor() {
    return setting.parameters.rescaleDivisor(level()).high();
  }

  Tracked dropToLevel(int level) {
    return with(setting.evaluator.dropToLevel(ciphertext, level), values, noise.dropToLevel());
  }

  Tracked rotate(int steps) {
    return with(setting.evaluator.rotate(ciphertext, steps), rotated(values, steps), switched());
  }

  Tracked conjugate() {
    return with(setting.evaluator.conjugate(ciphertext), conjugated(values), switched());
  }

  int level() {
    return setting.evaluator.level(ciphertext);
  }

  private Noise switched() {
    return noise.keySwitch(setting.evaluator.keySwitcher(), ciphertext.limbs());
  }

  private Tracked with(Ciphertext result, ComplexVector expected, Noise estimate) {
    return new Tracked(setting, result, expected, estimate);
  }

  private Plaintext encoded(ComplexVector plain, Scale scale) {
    return setting.encoder.encode(plain, level(), scale);
  }

  private Noise encoding(ComplexVector plain, Scale scale) {
    return Noise.encoding(logN(), largest(plain) * scale.high());
  }

  private int logN() {
    return setting.parameters.logN();
  }

  private ComplexVector constant(double re, double im) {
    double[] a = new double[values.size()];
    double[] b = new double[values.size()];
    java.util.Arrays.fill(a, re);
    java.util.Arrays.fill(b, im);
    return new ComplexVector(a, b);
  }

  static ComplexVector plus(ComplexVector a, ComplexVector b, int sign) {
    double[] re = new double[a.size()];
    double[] im = new double[a.size()];
    for (int j = 0; j < re.length; j++) {
      re[j] = a.re()[j] + sign * b.re()[j];
      im[j] = a.im()[j] + sign * b.im()[j];
    }
    return new ComplexVector(re, im);
  }

  static ComplexVector times(ComplexVector a, ComplexVector b) {
    double[] re = new double[a.size()];
    double[] im = new double[a.size()];
    for (int j = 0; j < re.length; j++) {
      re[j] = a.re()[j] * b.re()[j] - a.im()[j] * b.im()[j];
      im[j] = a.re()[j] * b.im()[j] + a.im()[j] * b.re()[j];
    }
    return new ComplexVector(re, im);
  }

  static ComplexVector rotated(ComplexVector a, int steps) {
    double[] re = new double[a.size()];
    double[] im = new double[a.size()];
    for (int j = 0; j < re.length; j++) {
      int from = Math.floorMod(j + steps, re.length);
      re[j] = a.re()[from];
      im[j] = a.im()[from];
    }
    return new ComplexVector(re, im);
  }

  static ComplexVector conjugated(ComplexVector a) {
    double[] im = new double[a.size()];
    for (int j = 0; j < im.length; j++) {
      im[j] = -a.im()[j];
    }
    return new ComplexVector(a.re(), im);
  }
}
