package org.cryptotl.he.rlwe;

import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.NttPoly;

/**
 * A uniform ternary secret s. It is never printed; {@link #wipe} overwrites it, after which every
 * use fails. (The garbage collector may have moved the arrays before: wiping is as good as a JVM
 * allows, not more.)
 */
public final class SecretKey {

  private final RlweParameters parameters;
  private final NttPoly poly;
  private volatile boolean wiped;

  /** Wraps s modulo all data and special primes. */
  SecretKey(RlweParameters parameters, NttPoly poly) {
    this.parameters = parameters;
    this.poly = poly;
  }

  /** The parameters that the key was made for. */
  public RlweParameters parameters() {
    return parameters;
  }

  /**
   * s as evaluations, modulo all data and special primes.
   *
   * @param access says that the caller handles secrets
   */
  public NttPoly poly(SecretKeyAccess access) {
    access.check();
    if (wiped) {
      throw new IllegalStateException("secret key: it was wiped");
    }
    return poly;
  }

  /** s modulo the first {@code limbs} data primes, after a check of the parameters. */
  public NttPoly data(RlweParameters expected, int limbs, SecretKeyAccess access) {
    if (!parameters.equals(expected)) {
      throw new HeException.ParameterMismatch(
          "secret key of %s, expected one of %s".formatted(parameters, expected));
    }
    return poly(access).prefix(limbs);
  }

  /** Overwrites the secret with zeros. */
  public void wipe() {
    wiped = true;
    poly.wipe();
  }

  @Override
  public String toString() {
    return "SecretKey[redacted, " + parameters + "]";
  }
}
