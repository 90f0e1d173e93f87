package org.cryptotl.benchmarks;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.SecretKey;

/** An owner of data and keys, with 4096 real values in [-1, 1): what the benchmarks start from. */
final class Owner {

  static final CkksParameters PARAMETERS = CkksParameters.N8192_Q5_P2;

  final Encoder encoder = new Encoder(PARAMETERS);
  final ComplexVector values = ComplexVector.real(randomValues());
  final Encryptor symmetric;
  final Encryptor publicKey;
  final Decryptor decryptor;

  private final KeyGenerator generator;
  private final SecretKey secret;

  Owner() {
    SecureRandom random = new SecureRandom();
    generator = new KeyGenerator(PARAMETERS.rlwe(), random);
    secret = generator.secretKey();
    symmetric = Encryptor.symmetric(PARAMETERS, secret, random);
    publicKey = Encryptor.publicKey(PARAMETERS, generator.publicKey(secret), random);
    decryptor = new Decryptor(PARAMETERS, secret);
  }

  private static double[] randomValues() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[PARAMETERS.slots()];
    Arrays.setAll(values, i -> random.nextDouble(-1, 1));
    return values;
  }

  /** A fresh encryption of the values at the top level. */
  Ciphertext encryption() {
    return symmetric.encrypt(encoder.encode(values));
  }

  /** An evaluator with a relinearisation key and those of rotations by 1, 2, ..., rotations. */
  Evaluator evaluator(int rotations) {
    return new Evaluator(
        PARAMETERS,
        generator.evaluationKeys(
            secret,
            IntStream.rangeClosed(1, rotations)
                .mapToObj(steps -> Automorphism.rotation(PARAMETERS.logN(), steps))
                .toList(),
            PARAMETERS.limbs(PARAMETERS.maxLevel())));
  }
}
