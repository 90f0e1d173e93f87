package org.cryptotl.modelowner.models;

/** How ciphertexts are filled. */
public enum Mode {
  /** One sample a request, or a few. */
  LATENCY,
  /** Thousands of samples a request, one ciphertext a feature. */
  THROUGHPUT
}
