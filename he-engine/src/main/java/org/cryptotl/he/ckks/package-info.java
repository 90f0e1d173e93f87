/**
 * The scheme of Cheon, Kim, Kim and Song (2017) in its full RNS variant (2018): parameters,
 * encoder, encryption, decryption and evaluation on approximate complex vectors.
 *
 * <p>May import {@code rlwe}, {@code ring} and {@code arith}. Reading: Cheon et al. 2017, 2018;
 * Kim, Papadimitriou, Polyakov 2020 on exact scales; Li-Micciancio 2021 on what a decryption gives
 * away.
 */
package org.cryptotl.he.ckks;
