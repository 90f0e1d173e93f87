/**
 * The data owner's side of a plan: packs inputs and unpacks outputs by the manifest alone.
 *
 * <p>May import {@code manifest}, {@code ckks} and {@code rlwe}.
 */
package org.cryptotl.he.codec;
