package org.cryptotl.he.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ckks.Noise;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Replay.class)
class PartwiseEvaluatorTest {

  private static final int LOG_N = 11;

  /** Parameters with the keys of relinearisation and conjugation. */
  private static final class Owner {
    final CkksParameters parameters;
    final Encoder encoder;
    final Evaluator evaluator;
    final PartwiseEvaluator partwise;
    final Encryptor encryptor;
    final Decryptor decryptor;

    Owner(CkksParameters parameters) {
      this.parameters = parameters;
      SecureRandom secure = new SecureRandom();
      KeyGenerator generator = new KeyGenerator(parameters.rlwe(), secure);
      SecretKey secret = generator.secretKey();
      encoder = new Encoder(parameters);
      evaluator =
          new Evaluator(
              parameters,
              generator.evaluationKeys(
                  secret,
                  List.of(Automorphism.conjugation(parameters.logN())),
                  parameters.rlwe().dataLimbs()));
      partwise = new PartwiseEvaluator(evaluator);
      encryptor = Encryptor.symmetric(parameters, secret, secure);
      decryptor = new Decryptor(parameters, secret);
    }

    Ciphertext encrypt(ComplexVector values) {
      return encryptor.encrypt(encoder.encode(values));
    }

    /**
     * Both parts are f of the argument's. Every step may add the error of a key switch and a
     * rescaling; that of the argument grows at most by the derivative. Scales below the primes
     * shrink with every level.
     */
    void check(ComplexVector t, Ciphertext result, DoubleUnaryOperator f, double derivative) {
      ComplexVector actual = encoder.decode(decryptor.decrypt(result));
      double error = 0;
      for (int j = 0; j < t.size(); j++) {
        error = Math.max(error, Math.abs(f.applyAsDouble(t.re()[j]) - actual.re()[j]));
        error = Math.max(error, Math.abs(f.applyAsDouble(t.im()[j]) - actual.im()[j]));
      }
      int top = parameters.maxLevel();
      Noise step =
          Noise.none(parameters.logN())
              .keySwitch(evaluator.keySwitcher(), parameters.limbs(top))
              .rescale(parameters.rescaleDivisor(top).high());
      Noise fresh = Noise.freshSymmetric(parameters.logN()).add(step).times(derivative);
      double scale = parameters.defaultScale().high();
      double shrinking = Math.min(1, scale / parameters.rescaleDivisor(top).high());
      double least = scale * Math.pow(shrinking, top - evaluator.level(result));
      double bound = fresh.add(step).bound() / least;
      String what = "error %.3g, bound %.3g".formatted(error, bound);
      assertTrue(error <= bound, what);
      assertTrue(error >= bound / 500, what);
    }
  }

  private static final Owner ONE = new Owner(InsecureParameters.insecure(LOG_N, 5, 2));
  private static final Owner TWO = new Owner(InsecureParameters.insecure(LOG_N, 8, 2, 2, 55));

  private static ComplexVector vector(Random random) {
    return new ComplexVector(
        random.doubles(1 << (LOG_N - 1), -1, 1).toArray(),
        random.doubles(1 << (LOG_N - 1), -1, 1).toArray());
  }

  @Test
  void square_isThatOfEachPart(Random random) {
    for (Owner owner : List.of(ONE, TWO)) {
      ComplexVector t = vector(random);
      Ciphertext result = owner.partwise.square(owner.encrypt(t));
      assertEquals(owner.parameters.maxLevel() - 1, owner.evaluator.level(result));
      owner.check(t, result, x -> x * x, 4);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 0, 1, 0.37})
  void depressedCubic_isThatOfEachPart(double c, Random random) {
    for (Owner owner : List.of(ONE, TWO)) {
      ComplexVector t = vector(random);
      Ciphertext result = owner.partwise.depressedCubic(owner.encrypt(t), c);
      assertEquals(owner.parameters.maxLevel() - 2, owner.evaluator.level(result));
      owner.check(t, result, x -> x * x * x + c * x, 8);
    }
  }

  @Test
  void polynomialsOfHigherDegree_areThoseOfEachPart(Random random) {
    Polynomial p = Polynomial.chebyshev(-1, 1, 0.1, 0.5, 0.2, -0.1, 0.05, 0.02);
    Scale scale = Scale.of(1.3e9);
    ComplexVector t = vector(random);
    Ciphertext result = ONE.partwise.evaluate(ONE.encrypt(t), p, scale);
    assertEquals(ONE.parameters.maxLevel() - 3, ONE.evaluator.level(result));
    assertTrue(result.scale().matches(scale));
    ONE.check(t, result, p::at, 8);
  }

  @Test
  void levelsAndScalesThatDoNotSuffice_areNamed(Random random) {
    Ciphertext low = ONE.evaluator.dropToLevel(ONE.encrypt(vector(random)), 1);
    assertThrows(HeException.LevelExhausted.class, () -> ONE.partwise.depressedCubic(low, 1));
    Ciphertext lowest = ONE.evaluator.dropToLevel(low, 0);
    assertThrows(HeException.LevelExhausted.class, () -> ONE.partwise.square(lowest));
  }
}
