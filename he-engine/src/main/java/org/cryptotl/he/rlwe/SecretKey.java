package org.cryptotl.he.rlwe;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
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
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean wiped;

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
   * Lends s, as evaluations modulo all data and special primes. It cannot be wiped meanwhile: what
   * was masked with half a key would give it away.
   *
   * @param expected parameters that the key must have
   * @param access says that the caller handles secrets
   * @param action gets s, and keeps no reference to it
   * @throws HeException.ParameterMismatch for a key of other parameters
   * @throws IllegalStateException if the key was wiped
   */
  public <T> T use(RlweParameters expected, SecretKeyAccess access, Function<NttPoly, T> action) {
    access.check();
    expected.require("secret key", parameters);
    lock.readLock().lock();
    try {
      if (wiped) {
        throw new IllegalStateException("secret key: it was wiped");
      }
      return action.apply(poly);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Overwrites the secret with zeros, when nobody uses it any more; later uses fail. */
  public void wipe() {
    lock.writeLock().lock();
    try {
      wiped = true;
      poly.wipe();
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "SecretKey[redacted, " + parameters + "]";
  }
}
