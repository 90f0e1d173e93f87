/**
 * What both parties know of a plan: parameters, how inputs lie in ciphertexts and outputs in
 * results, the keys that are needed, precision and time. {@link org.cryptotl.he.manifest.Manifest}
 * says what that tells of a network.
 *
 * <p>May import {@code ckks} and {@code rlwe}.
 */
package org.cryptotl.he.manifest;
