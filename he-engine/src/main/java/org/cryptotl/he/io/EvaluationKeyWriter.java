package org.cryptotl.he.io;

import java.io.IOException;
import java.io.OutputStream;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SwitchingKey;

/**
 * Writes a bundle key by key, so that each key can be forgotten before the next is made.
 *
 * <p>The order is that of {@link EvaluationKeyConsumer}; {@link #finish} says whether all announced
 * keys were written. The stream is neither flushed nor closed.
 */
public final class EvaluationKeyWriter implements EvaluationKeyConsumer {

  private final RlweParameters parameters;
  private final WireOutput out;
  private boolean begun;
  private int relinearizationKeysLeft;
  private int galoisKeysLeft;
  private int lastGaloisElement;

  /** Writes keys of these parameters; {@link #begin} comes first. */
  public EvaluationKeyWriter(RlweParameters parameters, OutputStream out) {
    this.parameters = parameters;
    this.out = WireOutput.of(out, parameters);
  }

  @Override
  public void begin(boolean relinearization, int galoisKeys) throws IOException {
    if (begun || galoisKeys < 0 || galoisKeys > parameters.degree()) {
      throw new IllegalArgumentException(
          "evaluation keys: got %d Galois keys, expected 0 to %d, and one call"
              .formatted(galoisKeys, parameters.degree()));
    }
    begun = true;
    relinearizationKeysLeft = relinearization ? 1 : 0;
    galoisKeysLeft = galoisKeys;
    out.header(Kind.EVALUATION_KEYS, parameters)
        .dimension(relinearizationKeysLeft)
        .dimension(galoisKeys)
        .send();
  }

  @Override
  public void relinearizationKey(SwitchingKey key) throws IOException {
    check(key, relinearizationKeysLeft);
    relinearizationKeysLeft--;
    WireWriter.put(key, out);
  }

  @Override
  public void galoisKey(GaloisKey key) throws IOException {
    check(key.key(), relinearizationKeysLeft > 0 ? 0 : galoisKeysLeft);
    int galoisElement = key.automorphism().galoisElement();
    if (galoisElement <= lastGaloisElement) {
      throw new IllegalArgumentException(
          "evaluation keys: got Galois element %d after %d, expected ascending order"
              .formatted(galoisElement, lastGaloisElement));
    }
    lastGaloisElement = galoisElement;
    galoisKeysLeft--;
    WireWriter.put(key, out);
  }

  private void check(SwitchingKey key, int left) {
    if (!key.parameters().equals(parameters)) {
      throw new IllegalArgumentException(
          "evaluation keys: got a key of %s, expected one of %s"
              .formatted(key.parameters(), parameters));
    }
    if (left == 0) {
      throw new IllegalArgumentException(
          "evaluation keys: got %s, expected %d relinearisation and %d Galois keys more"
              .formatted(key, relinearizationKeysLeft, galoisKeysLeft));
    }
  }

  /** Fails unless exactly the announced keys were written. */
  public void finish() {
    if (!begun || relinearizationKeysLeft + galoisKeysLeft > 0) {
      throw new IllegalStateException(
          "evaluation keys: expected %d relinearisation and %d Galois keys more"
              .formatted(relinearizationKeysLeft, galoisKeysLeft));
    }
  }
}
