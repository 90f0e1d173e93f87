/**
 * What both parties know of a plan: how inputs lie in ciphertexts and outputs in results. Nothing
 * here depends on weights.
 *
 * <p>May import {@code ckks} and {@code rlwe}.
 */
package org.cryptotl.he.manifest;
