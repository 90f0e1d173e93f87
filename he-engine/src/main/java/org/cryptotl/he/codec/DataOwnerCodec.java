package org.cryptotl.he.codec;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.SecretKey;

/**
 * The data owner's side of a plan, from its manifest alone: makes keys, encrypts samples, decrypts
 * their outputs. Thread-safe.
 *
 * <p>What {@link #decrypt} returns depends on the secret key and must not be told to the other
 * party, not even by its error (Li-Micciancio, "On the security of homomorphic encryption on
 * approximate numbers", 2021).
 */
public final class DataOwnerCodec {

  private final Manifest manifest;
  private final SecretKey secret;
  private final KeyGenerator generator;
  private final SampleCodec samples;
  private final Encoder encoder;
  private final Encryptor encryptor;
  private final Decryptor decryptor;

  /**
   * Serves the plan of a manifest with a secret key.
   *
   * @param secret a key for the manifest's parameters; plans with the same parameters can share it
   * @param random the source of keys' and ciphertexts' randomness
   * @throws HeException.ParameterMismatch for a key of other parameters
   */
  public DataOwnerCodec(Manifest manifest, SecretKey secret, SecureRandom random) {
    CkksParameters parameters = manifest.parameters();
    this.manifest = manifest;
    this.secret = secret;
    this.generator = new KeyGenerator(parameters.rlwe(), random);
    this.samples = SampleCodec.of(manifest.layout());
    this.encoder = new Encoder(parameters);
    this.encryptor = Encryptor.symmetric(parameters, secret, random);
    this.decryptor = new Decryptor(parameters, secret);
  }

  /** As the constructor, with a fresh secret key. */
  public static DataOwnerCodec withFreshKey(Manifest manifest, SecureRandom random) {
    SecretKey secret = new KeyGenerator(manifest.parameters().rlwe(), random).secretKey();
    return new DataOwnerCodec(manifest, secret, random);
  }

  /** The manifest. */
  public Manifest manifest() {
    return manifest;
  }

  /** The secret key: for storing it under protection. */
  public SecretKey secretKey() {
    return secret;
  }

  /** A fresh public key, with which the model owner re-randomises results. */
  public PublicKey publicKey() {
    return generator.publicKey(secret);
  }

  /** Fresh evaluation keys: just those that the plan uses, each with the limbs that it needs. */
  public EvaluationKeys evaluationKeys() {
    KeyNeeds needs = manifest.keys();
    return generator.evaluationKeys(secret, needs.relinearizationLimbs(), needs.galoisLimbs());
  }

  /**
   * Encrypts a request.
   *
   * @param inputs one row a sample, at most the layout's {@code capacity} rows, each of its {@code
   *     inputs} entries within the manifest's range
   * @return the layout's {@code inputParts} ciphertexts
   * @throws IllegalArgumentException for too many samples, a wrong length, or an entry outside the
   *     range; it names the place and not the value
   */
  public List<Ciphertext> encrypt(double[][] inputs) {
    List<Ciphertext> request = new ArrayList<>();
    encrypt(inputs, request::add);
    return request;
  }

  /** As {@link #encrypt(double[][])}; hands over one ciphertext after the other, in order. */
  public void encrypt(double[][] inputs, Consumer<Ciphertext> request) {
    List<ComplexVector> parts = samples.pack(inputs);
    requireRange(inputs);
    Layout layout = manifest.layout();
    for (ComplexVector part : parts) {
      request.accept(encryptor.encrypt(encoder.encode(part, layout.level(), layout.scale())));
    }
  }

  private void requireRange(double[][] inputs) {
    for (int j = 0; j < inputs.length; j++) {
      for (int i = 0; i < inputs[j].length; i++) {
        if (!manifest.range().contains(inputs[j][i])) {
          throw new IllegalArgumentException(
              "sample %d, entry %d: it is outside of the accepted range, expected %s to %s"
                  .formatted(j, i, manifest.range().low(), manifest.range().high()));
        }
      }
    }
  }

  /**
   * Decrypts a reply.
   *
   * @param results the layout's {@code outputParts} ciphertexts, at level 0
   * @param count number of samples of the request
   * @return one row of the layout's {@code outputs} entries a sample
   * @throws IllegalArgumentException for another number of ciphertexts, or of another level
   * @throws HeException.ParameterMismatch for ciphertexts of other parameters
   */
  public double[][] decrypt(List<Ciphertext> results, int count) {
    int limbs = manifest.parameters().limbs(0);
    List<ComplexVector> parts = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Ciphertext result = results.get(i);
      manifest.parameters().rlwe().require("result " + i, result.parameters());
      if (result.limbs() != limbs || result.degree() != 1) {
        throw new IllegalArgumentException(
            "result %d: got %d limbs and %d polynomials, expected %d limbs (level 0) and 2 polynomials"
                .formatted(i, result.limbs(), result.polys().size(), limbs));
      }
      parts.add(encoder.decode(decryptor.decrypt(result)));
    }
    return samples.unpack(parts, count);
  }

  @Override
  public String toString() {
    return "DataOwnerCodec[secret key redacted, %s]".formatted(manifest.layout());
  }
}
