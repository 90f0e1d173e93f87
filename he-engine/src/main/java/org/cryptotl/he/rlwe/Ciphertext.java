package org.cryptotl.he.rlwe;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;

/**
 * Polynomials (c_0, c_1) or, after a product, (c_0, c_1, c_2) with c_0 + c_1 s + c_2 s^2 = scale
 * times the message plus an error. Immutable.
 */
public final class Ciphertext {

  private final RlweParameters parameters;
  private final List<NttPoly> polys;
  private final Scale scale;
  private final Optional<Seed> seed;

  private Ciphertext(
      RlweParameters parameters, List<NttPoly> polys, Scale scale, Optional<Seed> seed) {
    if (polys.size() < 2 || polys.size() > 3) {
      throw new IllegalArgumentException(
          "ciphertext: got " + polys.size() + " polynomials, expected 2 or 3");
    }
    for (NttPoly poly : polys) {
      if (!poly.basis().equals(parameters.data(polys.get(0).basis().size()))) {
        throw new IllegalArgumentException(
            "ciphertext: got a polynomial of basis %s, expected the first %d data primes of %s"
                .formatted(poly.basis(), polys.get(0).basis().size(), parameters));
      }
    }
    this.parameters = parameters;
    this.polys = List.copyOf(polys);
    this.scale = scale;
    this.seed = seed;
  }

  /**
   * A ciphertext whose polynomials are all explicit.
   *
   * @param parameters of the key
   * @param polys two or three polynomials modulo the same first data primes
   * @param scale the factor of the message
   */
  public static Ciphertext of(RlweParameters parameters, List<NttPoly> polys, Scale scale) {
    return new Ciphertext(parameters, polys, scale, Optional.empty());
  }

  /**
   * A ciphertext whose c_1 is expanded from a seed, so that it need not travel.
   *
   * @param limbs number of data primes of the modulus
   * @param c0 makes c_0, given c_1
   */
  public static Ciphertext seeded(
      RlweParameters parameters, int limbs, Scale scale, Seed seed, UnaryOperator<NttPoly> c0) {
    NttPoly c1 = UniformSampler.sample(parameters.data(limbs), seed, 0);
    return new Ciphertext(parameters, List.of(c0.apply(c1), c1), scale, Optional.of(seed));
  }

  /** The same ciphertext modulo its first {@code limbs} primes; a seed stays. */
  public Ciphertext prefix(int limbs) {
    return new Ciphertext(
        parameters, polys.stream().map(poly -> poly.prefix(limbs)).toList(), scale, seed);
  }

  /** The parameters of the key. */
  public RlweParameters parameters() {
    return parameters;
  }

  /** c_0, c_1 and perhaps c_2. */
  public List<NttPoly> polys() {
    return polys;
  }

  /** The factor of the message. */
  public Scale scale() {
    return scale;
  }

  /** What c_1 is expanded from, in a fresh ciphertext under a secret key. */
  public Optional<Seed> seed() {
    return seed;
  }

  /** Number of data primes of the modulus. */
  public int limbs() {
    return polys.get(0).basis().size();
  }

  /** Degree in s: 1, or 2 before relinearisation. */
  public int degree() {
    return polys.size() - 1;
  }

  /** c_i. */
  public NttPoly poly(int i) {
    return polys.get(i);
  }

  @Override
  public String toString() {
    return "Ciphertext[%d polynomials, %d limbs, scale %s]".formatted(polys.size(), limbs(), scale);
  }
}
