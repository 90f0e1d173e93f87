package org.cryptotl.he.circuit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.SecretSampler;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.KeySwitcher;
import org.cryptotl.he.rlwe.SecretKey;

/** One key owner, for tests of circuits. */
final class Fixture {

  final CkksParameters parameters;
  final Encoder encoder;
  private final SecureRandom random = new SecureRandom();
  private final KeyGenerator generator;
  private final SecretKey secret;

  Fixture(CkksParameters parameters) {
    this.parameters = parameters;
    this.encoder = new Encoder(parameters);
    this.generator = new KeyGenerator(parameters.rlwe(), random);
    this.secret = generator.secretKey();
  }

  Ciphertext encrypt(ComplexVector values) {
    return Encryptor.symmetric(parameters, secret, random).encrypt(encoder.encode(values));
  }

  ComplexVector decrypt(Ciphertext ciphertext) {
    return encoder.decode(new Decryptor(parameters, secret).decrypt(ciphertext));
  }

  LinearTransform encode(Map<Integer, ComplexVector> diagonals, int level, int babySteps) {
    return LinearTransform.encode(
        encoder, diagonals, level, parameters.rescaleDivisor(level), babySteps);
  }

  EvaluationKeys keys(Collection<Integer> rotations) {
    return generator.evaluationKeys(
        secret,
        rotations.stream().map(k -> Automorphism.rotation(parameters.logN(), k)).toList(),
        parameters.rlwe().dataLimbs());
  }

  Evaluator evaluator(Collection<Integer> rotations) {
    return new Evaluator(parameters, keys(rotations));
  }

  /**
   * A bound on the error of a linear transform whose diagonals have entries of mean square {@code
   * meanSquare}: every term multiplies fresh noise, and those that a baby step rotates that of a
   * key switch besides; every giant step rounds at the lower level and switches keys there. 8
   * standard deviations; the terms are independent.
   */
  double bound(LinearTransform transform, double meanSquare, int limbs) {
    KeySwitcher switcher = new KeySwitcher(parameters.rlwe(), Parallel.NONE);
    double keySwitch = switcher.errorSigma(limbs);
    double fresh = SecretSampler.ERROR_SIGMA * SecretSampler.ERROR_SIGMA;
    double variance = 0;
    double giantSteps = 0;
    for (LinearTransform.Giants giants : transform.giants()) {
      for (int baby : giants.babies()) {
        boolean rotated = transform.babySteps().get(baby) != 0;
        double term = meanSquare * (fresh + (rotated ? keySwitch * keySwitch : 0));
        variance += giants.steps().size() * term;
      }
      giantSteps += giants.steps().size();
    }
    int level = parameters.level(limbs);
    double giantSwitch = switcher.errorSigma(parameters.limbs(level - 1));
    double rounding = (1 + parameters.rlwe().degree() * 2.0 / 3) / 12;
    double divided = parameters.rescaleDivisor(level).high() / transform.scale().high();
    variance += giantSteps * (rounding + giantSwitch * giantSwitch) * divided * divided;
    return 8 * Math.sqrt(parameters.rlwe().degree() * variance) / parameters.defaultScale().high();
  }

  /** The largest error of a slot is at most the bound, and not absurdly below it. */
  void assertClose(ComplexVector expected, Ciphertext actual, double bound) {
    ComplexVector values = decrypt(actual);
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      largest =
          Math.max(
              largest,
              Math.hypot(values.re()[i] - expected.re()[i], values.im()[i] - expected.im()[i]));
    }
    double error = largest;
    assertTrue(error <= bound, () -> "error " + error + ", bound " + bound);
    assertTrue(error >= bound / 100, () -> "error " + error + " is far below " + bound);
  }
}
