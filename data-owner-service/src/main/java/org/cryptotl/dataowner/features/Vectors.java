package org.cryptotl.dataowner.features;

/** What went into a model and what came out of it, row by row. Not printed. */
public final class Vectors {

  private final float[][] embeddings;
  private final float[][] features;

  Vectors(float[][] embeddings, float[][] features) {
    this.embeddings = embeddings;
    this.features = features;
  }

  /** The scaled inputs; not copied. */
  public float[][] embeddings() {
    return embeddings;
  }

  /** The outputs of the frozen layers; not copied. */
  public float[][] features() {
    return features;
  }

  @Override
  public String toString() {
    return "Vectors[redacted, %d rows]".formatted(embeddings.length);
  }
}
