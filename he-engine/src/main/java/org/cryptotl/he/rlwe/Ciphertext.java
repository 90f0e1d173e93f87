package org.cryptotl.he.rlwe;

import java.util.List;
import java.util.Optional;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Seed;

/**
 * Polynomials (c_0, c_1) or, after a product, (c_0, c_1, c_2) with c_0 + c_1 s + c_2 s^2 = scale
 * times the message plus an error. Immutable.
 *
 * @param parameters of the key
 * @param polys two or three polynomials modulo the same first data primes
 * @param scale the factor of the message
 * @param seed where c_1 is expanded from a seed (a fresh symmetric ciphertext): then it need not
 *     travel
 */
public record Ciphertext(
    RlweParameters parameters, List<NttPoly> polys, Scale scale, Optional<Seed> seed) {

  /** Checks sizes and bases. */
  public Ciphertext {
    polys = List.copyOf(polys);
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
  }

  /** A ciphertext whose polynomials are all explicit. */
  public static Ciphertext of(RlweParameters parameters, List<NttPoly> polys, Scale scale) {
    return new Ciphertext(parameters, polys, scale, Optional.empty());
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
