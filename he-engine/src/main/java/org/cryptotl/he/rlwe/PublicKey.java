package org.cryptotl.he.rlwe;

import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;

/**
 * An encryption of zero, (b, a) with b = -a s + e, under which everybody can encrypt.
 *
 * <p>a is expanded from a seed, so that b and the seed are all that travels.
 */
public final class PublicKey {

  private final RlweParameters parameters;
  private final Seed seed;
  private final NttPoly b;
  private final NttPoly a;

  /**
   * Wraps b and expands a.
   *
   * @param b modulo all data primes
   */
  public PublicKey(RlweParameters parameters, Seed seed, NttPoly b) {
    if (!b.basis().equals(parameters.data(parameters.dataLimbs()))) {
      throw new IllegalArgumentException(
          "public key: got basis %s, expected all data primes of %s"
              .formatted(b.basis(), parameters));
    }
    this.parameters = parameters;
    this.seed = seed;
    this.b = b;
    this.a = UniformSampler.sample(b.basis(), seed, 0);
  }

  /** The parameters that the key was made for. */
  public RlweParameters parameters() {
    return parameters;
  }

  /** The seed of a. */
  public Seed seed() {
    return seed;
  }

  /** b = -a s + e. */
  public NttPoly b() {
    return b;
  }

  /** The uniform half. */
  public NttPoly a() {
    return a;
  }

  @Override
  public String toString() {
    return "PublicKey[" + parameters + "]";
  }
}
