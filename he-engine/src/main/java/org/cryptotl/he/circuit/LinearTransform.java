package org.cryptotl.he.circuit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.rlwe.Scale;

/**
 * A linear map on slots by its non-zero generalised diagonals, encoded once: y = sum over k of d_k
 * * rot_k(x), where rot_k rotates to the left by k and * is slot by slot (Halevi-Shoup 2014).
 *
 * <p>With k = g + b, g a multiple of the number of baby steps, this is the sum over giant steps g
 * of rot_g(sum over baby steps b of rot_-g(d_(g+b)) * rot_b(x)). The diagonals are encoded modulo
 * QP and kept in Montgomery form, since the inner sums are taken before the division by P (double
 * hoisting, Bossuat et al. 2021, section 4.3). Immutable; {@link LinearTransformEvaluator} applies
 * it.
 */
public final class LinearTransform {

  /** Giant steps whose inner sums have the same baby steps, so that they are taken together. */
  static final class Giants {
    private final List<Integer> steps;
    private final int[] babies;
    private final int[][][] factors;

    private Giants(List<Integer> steps, int[] babies, int[][][] factors) {
      this.steps = steps;
      this.babies = babies;
      this.factors = factors;
    }

    /** Rotations of the sums. */
    List<Integer> steps() {
      return steps;
    }

    /** By which baby step each term rotates, as an index into {@link #babySteps}. */
    int[] babies() {
      return babies;
    }

    /** The encoded diagonals of limb i of the key basis: one array a sum, its terms interleaved. */
    int[][] factors(int i) {
      return factors[i];
    }
  }

  private final CkksParameters parameters;
  private final int limbs;
  private final Scale scale;
  private final List<Integer> babySteps;
  private final List<Giants> giants;

  private LinearTransform(
      CkksParameters parameters,
      int limbs,
      Scale scale,
      List<Integer> babySteps,
      List<Giants> giants) {
    this.parameters = parameters;
    this.limbs = limbs;
    this.scale = scale;
    this.babySteps = babySteps;
    this.giants = giants;
  }

  /**
   * Encodes a map.
   *
   * @param encoder of the parameters of the ciphertexts
   * @param diagonals d_k by k, any integers (taken modulo N/2), each of at most N/2 entries;
   *     diagonals that are left out are zero
   * @param level of the ciphertexts that it will be applied to, or more
   * @param scale of the diagonals; the result's scale is this times the input's
   * @param babySteps number of baby steps, at least 1; many of them are cheap, since they need no
   *     transform
   */
  public static LinearTransform encode(
      Encoder encoder,
      Map<Integer, ComplexVector> diagonals,
      int level,
      Scale scale,
      int babySteps) {
    if (diagonals.isEmpty() || babySteps < 1) {
      throw new IllegalArgumentException(
          "linear transform: got %d diagonals and %d baby steps, expected at least 1 of each"
              .formatted(diagonals.size(), babySteps));
    }
    CkksParameters parameters = encoder.parameters();
    int slots = parameters.slots();
    int limbs = parameters.limbs(level);
    SortedMap<Integer, SortedMap<Integer, ComplexVector>> byGiant = new TreeMap<>();
    SortedSet<Integer> babies = new TreeSet<>();
    diagonals.forEach((k, diagonal) -> {
      int step = Math.floorMod(k, slots);
      int baby = step % babySteps;
      babies.add(baby);
      ComplexVector previous =
          byGiant
              .computeIfAbsent(step - baby, g -> new TreeMap<>())
              .put(baby, rotateRight(diagonal, step - baby, slots));
      if (previous != null) {
        throw new IllegalArgumentException("linear transform: two diagonals for rotation " + step);
      }
    });
    List<Integer> babyList = List.copyOf(babies);
    Map<List<Integer>, List<Integer>> byBabies = new LinkedHashMap<>();
    byGiant.forEach((giant, terms) ->
        byBabies.computeIfAbsent(List.copyOf(terms.keySet()), b -> new ArrayList<>()).add(giant));
    List<Giants> giants = new ArrayList<>();
    byBabies.forEach((terms, steps) -> {
      int[][][] factors = new int[limbs + parameters.rlwe().specialLimbs()][steps.size()][];
      for (int s = 0; s < steps.size(); s++) {
        encode(encoder, byGiant.get(steps.get(s)).values(), limbs, scale, s, factors);
      }
      int[] indices = terms.stream().mapToInt(babyList::indexOf).toArray();
      giants.add(new Giants(List.copyOf(steps), indices, factors));
    });
    return new LinearTransform(parameters, limbs, scale, babyList, List.copyOf(giants));
  }

  /** Encodes the diagonals of one giant step as factors[limb][s], interleaved. */
  private static void encode(
      Encoder encoder,
      Collection<ComplexVector> diagonals,
      int limbs,
      Scale scale,
      int s,
      int[][][] factors) {
    int degree = encoder.parameters().rlwe().degree();
    for (int[][] limb : factors) {
      limb[s] = new int[diagonals.size() * degree];
    }
    int t = 0;
    for (ComplexVector diagonal : diagonals) {
      NttPoly encoded = encoder.encodeExtended(diagonal, limbs, scale);
      for (int i = 0; i < factors.length; i++) {
        int[] limb = encoded.limb(i);
        encoded.basis().limb(i).toMontgomery(limb, limb);
        LimbRing.interleave(
            limb, 0, degree, factors[i][s], t * LimbRing.BLOCK, diagonals.size() * LimbRing.BLOCK);
      }
      t++;
    }
  }

  private static ComplexVector rotateRight(ComplexVector vector, int steps, int slots) {
    if (vector.size() > slots) {
      throw new IllegalArgumentException(
          "linear transform: got a diagonal of %d entries, expected at most %d"
              .formatted(vector.size(), slots));
    }
    double[] re = new double[slots];
    double[] im = new double[slots];
    for (int i = 0; i < vector.size(); i++) {
      re[(i + steps) % slots] = vector.re()[i];
      im[(i + steps) % slots] = vector.im()[i];
    }
    return new ComplexVector(re, im);
  }

  /**
   * The diagonals of a dense matrix for vectors of n entries, repeated with period n where n
   * divides N/2: d_k[i] = m[i][(i + k) mod n] for k in [0, n). All-zero diagonals are left out.
   *
   * @param matrix n x n
   * @param slots N/2, a multiple of n
   */
  public static Map<Integer, ComplexVector> diagonals(double[][] matrix, int slots) {
    int n = matrix.length;
    if (n == 0 || slots % n != 0) {
      throw new IllegalArgumentException(
          "diagonals: got %d rows, expected a divisor of %d".formatted(n, slots));
    }
    Map<Integer, ComplexVector> diagonals = new TreeMap<>();
    for (int k = 0; k < n; k++) {
      double[] re = new double[slots];
      boolean zero = true;
      for (int i = 0; i < slots; i++) {
        double[] row = matrix[i % n];
        if (row.length != n) {
          throw new IllegalArgumentException(
              "diagonals: row %d has %d entries, expected %d".formatted(i % n, row.length, n));
        }
        re[i] = row[(i + k) % n];
        zero &= re[i] == 0;
      }
      if (!zero) {
        diagonals.put(k, ComplexVector.real(re));
      }
    }
    return diagonals;
  }

  /** The parameters that it was encoded for. */
  public CkksParameters parameters() {
    return parameters;
  }

  /** Number of data limbs that the diagonals hold. */
  public int limbs() {
    return limbs;
  }

  /** Scale of the diagonals. */
  public Scale scale() {
    return scale;
  }

  /** The rotations inside the inner sums, ascending. */
  public List<Integer> babySteps() {
    return babySteps;
  }

  List<Giants> giants() {
    return giants;
  }

  private Stream<Integer> giantSteps() {
    return giants.stream().flatMap(group -> group.steps().stream());
  }

  /** The rotations that need a Galois key: all baby and giant steps but 0. */
  public SortedSet<Integer> rotations() {
    SortedSet<Integer> rotations = new TreeSet<>(babySteps);
    giants.forEach(group -> rotations.addAll(group.steps()));
    rotations.remove(0);
    return rotations;
  }

  /** Bytes of memory that the encoded diagonals take. */
  public long sizeBytes() {
    long terms =
        giants.stream().mapToInt(group -> group.steps().size() * group.babies().length).sum();
    return terms
        * (limbs + parameters.rlwe().specialLimbs())
        * parameters.rlwe().degree()
        * Integer.BYTES;
  }

  @Override
  public String toString() {
    return "LinearTransform[%d baby steps, %d giant steps, %d limbs, scale %s]"
        .formatted(babySteps.size(), giantSteps().count(), limbs, scale);
  }
}
