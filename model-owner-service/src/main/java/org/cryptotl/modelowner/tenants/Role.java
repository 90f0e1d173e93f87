package org.cryptotl.modelowner.tenants;

/** What a tenant may do. */
public enum Role {
  /** Manages models and tenants. */
  ADMIN,
  /** Evaluates models on own ciphertexts. */
  DATA_OWNER
}
