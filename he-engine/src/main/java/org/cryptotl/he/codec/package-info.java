/**
 * The data owner's side of a plan: makes keys, packs and encrypts inputs, decrypts and unpacks
 * outputs, by the manifest alone. {@link org.cryptotl.he.codec.DataOwnerCodec} is where to begin.
 *
 * <p>May import {@code manifest}, {@code ckks} and {@code rlwe}.
 */
package org.cryptotl.he.codec;
