package org.cryptotl.he.manifest;

import org.cryptotl.he.rlwe.Scale;

/** How samples lie in the ciphertexts of a request, and their outputs in those of a reply. */
public sealed interface Layout permits LatencyLayout, ThroughputLayout {

  /** The most entries of an input or an output: 2^20. */
  int MAX_ENTRIES = 1 << 20;

  /** Number of slots of a ciphertext, a power of two. */
  int slots();

  /** Number of entries of an input. */
  int inputs();

  /** Number of entries of an output. */
  int outputs();

  /** Level of the ciphertexts of a request; those of a reply have level 0. */
  int level();

  /** Scale of the ciphertexts of a request. */
  Scale scale();

  /** The most samples of a request. */
  int capacity();

  /** Number of ciphertexts of a request. */
  int inputParts();

  /** Number of ciphertexts of a reply. */
  int outputParts();
}
