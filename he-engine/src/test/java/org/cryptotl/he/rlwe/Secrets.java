package org.cryptotl.he.rlwe;

import org.cryptotl.he.ring.NttPoly;

/** Looks inside secret keys. */
public final class Secrets {

  private Secrets() {}

  /** The polynomial of a key itself, not a copy. */
  public static NttPoly whole(SecretKey key) {
    return key.use(key.parameters(), SecretKeyAccess.granted(), s -> s);
  }
}
