package org.cryptotl.dataowner.datasets;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Signatures by which rows that are nearly the same are found: MinHash over pairs of words, in
 * bands (Broder, "On the resemblance and containment of documents", 1997). Two texts fall together
 * in a band of six hashes with a probability of r^6 for a resemblance r, in one of five bands with
 * 1 - (1 - r^6)^5: 0.99 for r = 0.9, 0.08 for r = 0.5. The 24 hashes of the other bands then
 * estimate r, with a standard error of at most 0.1. Case, punctuation and digits do not count.
 * Vectors are compared by the first four decimals of their entries.
 */
final class Signatures {

  static final int BANDS = 5;

  static final int HASHES_A_BAND = 6;
  static final int HASHES = BANDS * HASHES_A_BAND;

  private static final long[] SEEDS = seeds();

  private Signatures() {}

  private static long[] seeds() {
    long[] seeds = new long[HASHES];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = mix(0x9e3779b97f4a7c15L * (i + 1));
    }
    return seeds;
  }

  /** The least hashes, band after band. */
  static int[] of(String text) {
    Set<Long> shingles = shingles(text);
    long[] least = new long[SEEDS.length];
    Arrays.fill(least, Long.MAX_VALUE);
    for (long shingle : shingles) {
      for (int i = 0; i < SEEDS.length; i++) {
        least[i] = Math.min(least[i], mix(shingle ^ SEEDS[i]));
      }
    }
    int[] hashes = new int[HASHES];
    for (int i = 0; i < HASHES; i++) {
      hashes[i] = Long.hashCode(least[i]);
    }
    return hashes;
  }

  /** One hash of a band's hashes. */
  static long band(int[] hashes, int band) {
    long hash = 17;
    for (int i = 0; i < HASHES_A_BAND; i++) {
      hash = mix(hash * 31 + hashes[band * HASHES_A_BAND + i]);
    }
    return hash;
  }

  private static Set<Long> shingles(String text) {
    Set<Long> shingles = new HashSet<>();
    String lower = text.toLowerCase(Locale.ROOT);
    long before = 1;
    long word = 0;
    int words = 0;
    for (int i = 0; i <= lower.length(); i++) {
      char c = i < lower.length() ? lower.charAt(i) : ' ';
      if (Character.isLetter(c)) {
        word = mix(word * 31 + c + 1);
      } else if (word != 0 && c != '\'') {
        if (words++ > 0) {
          shingles.add(mix(before * 31 + word));
        }
        before = word;
        word = 0;
      }
    }
    if (words < 2) {
      // Nothing but digits and signs, or one word: the text itself tells.
      shingles.add(words == 1 ? before : exact(lower.strip()));
    }
    return shingles;
  }

  /** Hashes that are all equal, or all different. */
  static int[] of(float[] vector) {
    long hash = 7;
    for (float v : vector) {
      hash = mix(hash * 31 + Math.round(v * 1e4));
    }
    int[] hashes = new int[HASHES];
    for (int i = 0; i < HASHES; i++) {
      hashes[i] = Long.hashCode(mix(hash ^ SEEDS[i]));
    }
    return hashes;
  }

  /** Of equal texts equal, of others different but for one of 2^64 chances. */
  static long exact(String text) {
    long hash = 11;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash * 31 + text.charAt(i));
    }
    return hash;
  }

  static long exact(float[] vector) {
    long hash = 13;
    for (float v : vector) {
      hash = mix(hash * 31 + Float.floatToIntBits(v));
    }
    return hash;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
