package org.cryptotl.he.rlwe;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;

/**
 * A gadget encryption of a secret s' under a secret s: for each digit t a pair (b_t, a_t) modulo QP
 * with {@code b_t = -a_t s + e_t + P T_t s'}, where T_t is 1 modulo the primes of digit t and 0
 * modulo the others.
 *
 * <p>A key trimmed to {@code limbs} data primes serves ciphertexts of that many limbs or fewer. The
 * a_t are expanded from a seed. Residues are kept in Montgomery form, by limb and then digit, as
 * the inner product of key switching reads them.
 */
public final class SwitchingKey {

  private final RlweParameters parameters;
  private final int limbs;
  private final Seed seed;
  private final int[][][] b;
  private final int[][][] a;

  /**
   * Wraps the b_t and expands the a_t.
   *
   * @param limbs number of data primes, in [1, all]
   * @param digits b_t for each digit, modulo the first {@code limbs} data primes and all special
   *     ones; their limbs are taken over and must not be used any more
   */
  public SwitchingKey(RlweParameters parameters, int limbs, Seed seed, List<NttPoly> digits) {
    RnsBasis basis = parameters.key(limbs);
    if (digits.size() != parameters.digits(limbs)) {
      throw new IllegalArgumentException(
          "switching key: got %d digits, expected %d"
              .formatted(digits.size(), parameters.digits(limbs)));
    }
    this.parameters = parameters;
    this.limbs = limbs;
    this.seed = seed;
    b = new int[basis.size()][digits.size()][];
    a = new int[basis.size()][digits.size()][];
    for (int t = 0; t < digits.size(); t++) {
      store(digits.get(t), basis, t, b);
      store(UniformSampler.sample(basis, seed, t), basis, t, a);
    }
  }

  private static void store(NttPoly poly, RnsBasis basis, int digit, int[][][] to) {
    if (!poly.basis().equals(basis)) {
      throw new IllegalArgumentException(
          "switching key: got basis %s, expected %s".formatted(poly.basis(), basis));
    }
    for (int i = 0; i < basis.size(); i++) {
      basis.limb(i).toMontgomery(poly.limb(i), poly.limb(i));
      to[i][digit] = poly.limb(i);
    }
  }

  /** The parameters that the key was made for. */
  public RlweParameters parameters() {
    return parameters;
  }

  /** Number of data primes that it serves. */
  public int limbs() {
    return limbs;
  }

  /** The seed of the a_t. */
  public Seed seed() {
    return seed;
  }

  /** Bytes of memory that its residues take. */
  public long sizeBytes() {
    return 2L * Integer.BYTES * parameters.degree() * b.length * b[0].length;
  }

  /** b_t, out of Montgomery form: for serialisation and tests. */
  public NttPoly b(int digit) {
    return plain(b, digit);
  }

  /** a_t, out of Montgomery form. */
  public NttPoly a(int digit) {
    return plain(a, digit);
  }

  private NttPoly plain(int[][][] half, int digit) {
    RnsBasis basis = parameters.key(limbs);
    List<int[]> out = new ArrayList<>();
    for (int i = 0; i < basis.size(); i++) {
      LimbRing ring = basis.limb(i);
      int[] limb = new int[ring.degree()];
      ring.fromMontgomery(half[i][digit], limb);
      out.add(limb);
    }
    return new NttPoly(basis, out.toArray(int[][]::new));
  }

  /** The digits of b in Montgomery form: data prime i, or special prime i - dataLimbs. */
  int[][] montgomeryB(int limb) {
    return b[limb];
  }

  int[][] montgomeryA(int limb) {
    return a[limb];
  }

  @Override
  public String toString() {
    return "SwitchingKey[%d limbs, %d digits]".formatted(limbs, b[0].length);
  }
}
