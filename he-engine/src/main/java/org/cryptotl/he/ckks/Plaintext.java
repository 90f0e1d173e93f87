package org.cryptotl.he.ckks;

import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;

/**
 * An encoded vector: round(scale times the inverse embedding of the vector). It is not printed.
 *
 * @param poly modulo the first data primes
 * @param scale the factor of the values
 */
public record Plaintext(NttPoly poly, Scale scale) {

  /** Number of data primes of the modulus. */
  public int limbs() {
    return poly.basis().size();
  }

  /** Checks that it was encoded for these parameters. */
  void requireOf(RlweParameters parameters) {
    if (!poly.basis().isPrefixOf(parameters.data(parameters.dataLimbs()))) {
      throw new HeException.ParameterMismatch(
          "plaintext of [%s], expected data primes of %s".formatted(poly.basis(), parameters));
    }
  }

  @Override
  public String toString() {
    return "Plaintext[redacted, %d limbs, scale %s]".formatted(limbs(), scale);
  }
}
