package org.cryptotl.nn.kernel;

/**
 * One work array of each kind a thread, so that the hot loops allocate nothing. What a method
 * leaves there is overwritten by the next one of its kind.
 */
final class Scratch {

  /** Columns of a matrix product. */
  static final Scratch PANELS = new Scratch();

  /** One tile of a matrix product. */
  static final Scratch TILE = new Scratch();

  /** The patches of one sample, or their gradients. */
  static final Scratch PATCHES = new Scratch();

  private final ThreadLocal<float[]> array = ThreadLocal.withInitial(() -> new float[0]);

  private Scratch() {}

  /** Returns this thread's work array of at least {@code length} entries of undefined content. */
  float[] floats(int length) {
    float[] floats = array.get();
    if (floats.length < length) {
      floats = new float[length];
      array.set(floats);
    }
    return floats;
  }
}
