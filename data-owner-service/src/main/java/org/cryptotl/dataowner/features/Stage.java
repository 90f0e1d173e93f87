package org.cryptotl.dataowner.features;

/** What happens to a sample, in order. */
public enum Stage {
  /** A text becomes a vector. */
  ENCODE,
  /** Vectors are scaled, packed and encrypted. */
  ENCRYPT,
  /** Ciphertexts travel, both ways, and wait for their turn. */
  TRANSFER,
  /** The model owner evaluates, by its own word. */
  EVALUATE,
  /** Results are decrypted and unpacked. */
  DECRYPT,
  /** Features are written to disk. */
  STORE
}
