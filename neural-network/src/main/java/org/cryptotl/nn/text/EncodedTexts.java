package org.cryptotl.nn.text;

import java.util.BitSet;

/** The vectors of texts. Immutable; they are not printed. */
public final class EncodedTexts {

  private final float[][] vectors;
  private final BitSet truncated;

  EncodedTexts(float[][] vectors, BitSet truncated) {
    this.vectors = vectors;
    this.truncated = truncated;
  }

  /** Number of texts. */
  public int size() {
    return vectors.length;
  }

  /** The vector of one text; a copy. */
  public float[] vector(int index) {
    return vectors[index].clone();
  }

  /** All vectors, one after another; a copy. */
  public float[] toArray() {
    int dimension = vectors.length == 0 ? 0 : vectors[0].length;
    float[] all = new float[Math.multiplyExact(vectors.length, dimension)];
    for (int i = 0; i < vectors.length; i++) {
      System.arraycopy(vectors[i], 0, all, i * dimension, dimension);
    }
    return all;
  }

  /** Whether a text was longer than the encoder reads. */
  public boolean isTruncated(int index) {
    return truncated.get(index);
  }

  /** How many texts were longer than the encoder reads. */
  public int truncatedCount() {
    return truncated.cardinality();
  }

  float[] row(int index) {
    return vectors[index];
  }

  BitSet truncated() {
    return (BitSet) truncated.clone();
  }

  @Override
  public String toString() {
    return "EncodedTexts[redacted, %d]".formatted(size());
  }
}
