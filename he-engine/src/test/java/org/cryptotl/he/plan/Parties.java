package org.cryptotl.he.plan;

import java.security.SecureRandom;
import java.util.List;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.PublicKey;

/** The model owner with a plan, and a data owner who has made keys for its manifest. */
final class Parties {

  final List<Step> network;
  final Plan plan;
  final DataOwnerCodec dataOwner;
  final Evaluator evaluator;
  final PublicKey publicKey;
  private final SecureRandom random = new SecureRandom();

  Parties(List<Step> network, Plan plan) {
    this.network = network;
    this.plan = plan;
    dataOwner = DataOwnerCodec.withFreshKey(plan.manifest(), random);
    evaluator = new Evaluator(plan.parameters(), dataOwner.evaluationKeys());
    publicKey = dataOwner.publicKey();
  }

  /** What the model owner sends back. */
  List<Ciphertext> evaluate(List<Ciphertext> inputs) {
    return plan.evaluate(evaluator, publicKey, inputs, random);
  }

  /** From samples to outputs by way of ciphertexts. */
  double[][] outputs(double[][] samples) {
    return dataOwner.decrypt(evaluate(dataOwner.encrypt(samples)), samples.length);
  }

  /** The plain network's outputs. */
  double[][] plain(double[][] samples) {
    double[][] outputs = new double[samples.length][];
    for (int j = 0; j < samples.length; j++) {
      outputs[j] = Folding.apply(network, samples[j]);
    }
    return outputs;
  }

  /** The largest difference between the two. */
  double largestError(double[][] samples) {
    double[][] actual = outputs(samples);
    double[][] expected = plain(samples);
    double largest = 0;
    for (int j = 0; j < samples.length; j++) {
      for (int i = 0; i < expected[j].length; i++) {
        largest = Math.max(largest, Math.abs(expected[j][i] - actual[j][i]));
      }
    }
    return largest;
  }

  /** All slots of a ciphertext. */
  ComplexVector slots(Ciphertext ciphertext) {
    return new Encoder(plan.parameters())
        .decode(new Decryptor(plan.parameters(), dataOwner.secretKey()).decrypt(ciphertext));
  }
}
