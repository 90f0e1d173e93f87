/**
 * Ring-LWE: parameters and the security table, keys, ciphertexts, hybrid key switching with
 * hoisting.
 *
 * <p>May import {@code ring} and {@code arith}. Reading: Han-Ki 2020; ePrint 2021/204, appendix B;
 * Lattigo, package {@code core/rlwe}; Bossuat et al. 2024 for the table.
 */
package org.cryptotl.he.rlwe;
