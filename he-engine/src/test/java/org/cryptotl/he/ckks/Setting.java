package org.cryptotl.he.ckks;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecretKey;

/** Parameters with all their keys and all who use them. */
final class Setting {

  final CkksParameters parameters;
  final KeyGenerator generator;
  final SecretKey secret;
  final EvaluationKeys keys;
  final Encoder encoder;
  final Encryptor symmetric;
  final Encryptor publicKey;
  final Decryptor decryptor;
  final Evaluator evaluator;

  /** With keys for relinearisation, conjugation and these rotations, at the top level. */
  Setting(CkksParameters parameters, int... steps) {
    this.parameters = parameters;
    SecureRandom random = new SecureRandom();
    generator = new KeyGenerator(parameters.rlwe(), random);
    secret = generator.secretKey();
    List<Automorphism> automorphisms = new ArrayList<>();
    automorphisms.add(Automorphism.conjugation(parameters.logN()));
    for (int k : steps) {
      automorphisms.add(Automorphism.rotation(parameters.logN(), k));
    }
    keys = generator.evaluationKeys(secret, automorphisms, parameters.rlwe().dataLimbs());
    encoder = new Encoder(parameters);
    symmetric = Encryptor.symmetric(parameters, secret, random);
    publicKey = Encryptor.publicKey(parameters, generator.publicKey(secret), random);
    decryptor = new Decryptor(parameters, secret);
    evaluator = new Evaluator(parameters, keys);
  }

  /** A symmetric encryption, tracked. */
  Tracked encrypt(ComplexVector values, int level, Scale scale) {
    return encrypt(symmetric, Noise.freshSymmetric(parameters.logN()), values, level, scale);
  }

  /** A symmetric encryption at the top level and default scale, tracked. */
  Tracked encrypt(ComplexVector values) {
    return encrypt(values, parameters.maxLevel(), parameters.defaultScale());
  }

  /** A public-key encryption at the top level and default scale, tracked. */
  Tracked encryptPublic(ComplexVector values) {
    return encrypt(
        publicKey,
        Noise.freshPublic(parameters.logN()),
        values,
        parameters.maxLevel(),
        parameters.defaultScale());
  }

  private Tracked encrypt(
      Encryptor encryptor, Noise fresh, ComplexVector values, int level, Scale scale) {
    ComplexVector all = padded(values);
    Noise encoding = Noise.encoding(parameters.logN(), Tracked.largest(all) * scale.high());
    return new Tracked(
        this, encryptor.encrypt(encoder.encode(values, level, scale)), all, fresh.add(encoding));
  }

  private ComplexVector padded(ComplexVector values) {
    return new ComplexVector(
        java.util.Arrays.copyOf(values.re(), parameters.slots()),
        java.util.Arrays.copyOf(values.im(), parameters.slots()));
  }

  ComplexVector decrypt(Ciphertext ciphertext) {
    return encoder.decode(decryptor.decrypt(ciphertext));
  }

  /** A vector for every slot, uniform in a square: real and imaginary parts below bound. */
  ComplexVector vector(Random random, double bound) {
    return new ComplexVector(
        random.doubles(parameters.slots(), -bound, bound).toArray(),
        random.doubles(parameters.slots(), -bound, bound).toArray());
  }

  /** Whether two ciphertexts are the same, bit by bit. */
  static boolean same(Ciphertext a, Ciphertext b) {
    if (a.polys().size() != b.polys().size() || !a.scale().equals(b.scale())) {
      return false;
    }
    for (int i = 0; i < a.polys().size(); i++) {
      NttPoly p = a.poly(i);
      if (!p.sameAs(b.poly(i))) {
        return false;
      }
    }
    return true;
  }
}
