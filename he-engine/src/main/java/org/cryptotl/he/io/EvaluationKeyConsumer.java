package org.cryptotl.he.io;

import java.io.IOException;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.SwitchingKey;

/**
 * Takes the keys of a bundle one by one as they are read, so that nobody has to hold them all. Each
 * key has been checked when it arrives; whether the bundle as a whole is sound is known when the
 * reader returns. A consumer that wants no more of it throws.
 */
public interface EvaluationKeyConsumer {

  /**
   * The bundle's dimensions, before the first key.
   *
   * @param relinearization whether a relinearisation key follows
   * @param galoisKeys how many Galois keys follow
   */
  default void begin(boolean relinearization, int galoisKeys) throws IOException {}

  /** The relinearisation key, before all Galois keys. */
  void relinearizationKey(SwitchingKey key) throws IOException;

  /** The next Galois key, in ascending order of Galois elements. */
  void galoisKey(GaloisKey key) throws IOException;
}
