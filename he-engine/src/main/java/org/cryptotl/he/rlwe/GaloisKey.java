package org.cryptotl.he.rlwe;

import org.cryptotl.he.ring.Automorphism;

/**
 * The key for one automorphism: it switches from s to the preimage of s, so that the automorphism
 * is applied once, at the end, to the switched pair (as in Lattigo).
 *
 * @param automorphism X -&gt; X^g
 * @param key from s to the image of s under the inverse automorphism
 */
public record GaloisKey(Automorphism automorphism, SwitchingKey key) {

  @Override
  public String toString() {
    return "GaloisKey[g=%d, %s]".formatted(automorphism.galoisElement(), key);
  }
}
