package org.cryptotl.modelowner.evaluationkeys;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.he.HeException;
import org.cryptotl.he.io.EvaluationKeyConsumer;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SwitchingKey;

/**
 * The parts of a bundle's stream: one a key, and the header of the evaluation keys between the
 * public key and the others. The manifest says which keys come, of how many limbs and hence of how
 * many bytes, so that each can be checked apart and an upload can go on with any of them.
 */
final class KeyParts {

  /**
   * A part.
   *
   * @param start its place in the stream
   * @param bytes its length
   * @param check reads it from a stream that holds just the part
   */
  record Part(long start, long bytes, Check check) {

    long end() {
      return start + bytes;
    }
  }

  /** Reads a part, of which no more than one key is in memory. */
  interface Check {

    /**
     * Reads and checks.
     *
     * @throws HeException for anything that is wrong with the bytes
     */
    void read(InputStream in) throws IOException;
  }

  private final List<Part> parts = new ArrayList<>();

  private KeyParts() {}

  static KeyParts of(Manifest manifest) {
    RlweParameters parameters = manifest.parameters().rlwe();
    WireReader reader = new WireReader(parameters);
    int relinearizationLimbs = manifest.keys().relinearizationLimbs();
    Map<Integer, Integer> galoisLimbs = manifest.keys().galoisLimbs();
    KeyParts all = new KeyParts();
    all.add(WireSize.publicKey(parameters), reader::publicKey);
    all.add(
        WireSize.evaluationKeys(parameters, 0, List.of()),
        in -> header(reader, in, relinearizationLimbs > 0, galoisLimbs.size()));
    if (relinearizationLimbs > 0) {
      all.add(
          WireSize.switchingKey(parameters, relinearizationLimbs),
          in -> {
            SwitchingKey key = reader.switchingKey(in);
            require("relinearisation key", key.limbs(), relinearizationLimbs);
          });
    }
    galoisLimbs.forEach((element, limbs) ->
        all.add(
            WireSize.galoisKey(parameters, limbs),
            in -> {
              GaloisKey key = reader.galoisKey(in);
              int got = key.automorphism().galoisElement();
              if (got != element) {
                throw new HeException.MalformedInput(
                    "Galois key: got element %d, the manifest asks for %d next"
                        .formatted(got, element));
              }
              require("Galois key of element " + element, key.key().limbs(), limbs);
            }));
    return all;
  }

  private void add(long bytes, Check check) {
    parts.add(new Part(bytes(), bytes, check));
  }

  private static void require(String what, int limbs, int wanted) {
    if (limbs != wanted) {
      throw new HeException.MalformedInput(
          "%s: got %d limbs, the manifest asks for %d".formatted(what, limbs, wanted));
    }
  }

  /** Says that the header is read, after which the reader would go on with the keys. */
  private static final class HeaderRead extends IOException {
    private static final long serialVersionUID = 1;
  }

  private static void header(
      WireReader reader, InputStream in, boolean relinearization, int galoisKeys)
      throws IOException {
    try {
      reader.evaluationKeys(
          in,
          new EvaluationKeyConsumer() {
            @Override
            public void begin(boolean hasRelinearization, int count) throws IOException {
              if (hasRelinearization != relinearization || count != galoisKeys) {
                throw new HeException.MalformedInput(
                    "evaluation keys: got %d keys for relinearisation and %d Galois keys, the"
                            .formatted(hasRelinearization ? 1 : 0, count)
                        + " manifest asks for %d and %d"
                            .formatted(relinearization ? 1 : 0, galoisKeys));
              }
              throw new HeaderRead();
            }

            @Override
            public void relinearizationKey(SwitchingKey key) {
              throw new IllegalStateException("the header comes first");
            }

            @Override
            public void galoisKey(GaloisKey key) {
              throw new IllegalStateException("the header comes first");
            }
          });
    } catch (HeaderRead _) {
      // All of the part is read.
    }
  }

  /** Length of the stream. */
  long bytes() {
    return parts.isEmpty() ? 0 : parts.getLast().end();
  }

  /** The part that holds a place; none at the end of the stream. */
  Optional<Part> at(long place) {
    return parts.stream().filter(part -> place < part.end()).findFirst();
  }
}
