package org.cryptotl.he.rlwe;

/**
 * The token without which no method gives secret bytes away (after Tink's {@code SecretKeyAccess}).
 * It can be had by everybody; its point is that every place that handles secrets can be found by
 * searching for {@link #granted}.
 */
public final class SecretKeyAccess {

  private static final SecretKeyAccess GRANTED = new SecretKeyAccess();

  private SecretKeyAccess() {}

  /** Returns the token. The caller keeps what it gets from logs, exceptions and other parties. */
  public static SecretKeyAccess granted() {
    return GRANTED;
  }

  /** Fails for a null token by being called on it. */
  void check() {}
}
