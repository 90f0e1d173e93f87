package org.cryptotl.he.circuit;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.ring.Automorphism;

/**
 * A sum of rotations and conjugates of one vector, each times a power of the imaginary unit: what
 * adds up the blocks of a packed vector or parts real and imaginary halves. It costs no level and
 * no multiplication: i is the monomial X^(N/2).
 *
 * @param terms at least one
 */
public record AutomorphismSum(List<Term> terms) {

  /** Terms of a sum over a group, a power of two. */
  private static final int MOST_TERMS = 8;

  /**
   * i^power times the image of the vector.
   *
   * @param automorphism a rotation, the conjugation, or both; the identity for none
   * @param power in [0, 4)
   */
  public record Term(Automorphism automorphism, int power) {

    /** Checks the power. */
    public Term {
      if (power < 0 || power > 3) {
        throw new IllegalArgumentException("power of i: got " + power + ", expected 0 to 3");
      }
    }
  }

  /** Copies the terms. */
  public AutomorphismSum {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("sum of automorphisms: it has no terms");
    }
  }

  /**
   * The sum over the rotations by multiples of {@code step}, {@code count} in all, as sums of a few
   * terms that follow each other: more terms in one need fewer decompositions, and more keys.
   *
   * @param logN log2 of the ring degree
   * @param count a power of two
   * @param conjugate whether the conjugates of all are added too
   */
  public static List<AutomorphismSum> groups(int logN, int step, int count, boolean conjugate) {
    if (count < 1 || Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException(
          "sum over a group: got " + count + " rotations, expected a power of two");
    }
    List<AutomorphismSum> sums = new ArrayList<>();
    int most = conjugate ? MOST_TERMS / 2 : MOST_TERMS;
    int left = count;
    int reach = step;
    while (left > most) {
      sums.add(group(logN, reach, most, false));
      reach *= most;
      left /= most;
    }
    if (left > 1 || conjugate) {
      sums.add(group(logN, reach, left, conjugate));
    }
    return sums;
  }

  private static AutomorphismSum group(int logN, int step, int count, boolean conjugate) {
    List<Term> terms = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      terms.add(new Term(Automorphism.rotation(logN, k * step), 0));
      if (conjugate) {
        terms.add(new Term(Automorphism.conjugation(logN, k * step), 0));
      }
    }
    return new AutomorphismSum(terms);
  }

  /** x -&gt; 2 Re(x) + rot(2 Im(x)) = x + conj(x) + rot(i conj(x) - i x), by {@code step} slots. */
  public static AutomorphismSum joinHalves(int logN, int step) {
    return new AutomorphismSum(
        List.of(
            new Term(Automorphism.rotation(logN, 0), 0),
            new Term(Automorphism.conjugation(logN), 0),
            new Term(Automorphism.rotation(logN, step), 3),
            new Term(Automorphism.conjugation(logN, step), 1)));
  }

  /** By what it multiplies a real number that stands in every slot. */
  public int gain() {
    int gain = 0;
    for (Term term : terms) {
      gain += term.power() % 2 == 1 ? 0 : 1 - term.power();
    }
    return gain;
  }

  /** Elements of the automorphisms that need a key: all but the identity. */
  public List<Integer> galoisElements() {
    return terms.stream()
        .map(term -> term.automorphism().galoisElement())
        .filter(g -> g != 1)
        .distinct()
        .toList();
  }
}
