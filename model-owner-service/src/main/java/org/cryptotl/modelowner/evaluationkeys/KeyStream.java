package org.cryptotl.modelowner.evaluationkeys;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.io.EvaluationKeyConsumer;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.SwitchingKey;

/** The bytes of a bundle: a public key, then evaluation keys. */
final class KeyStream {

  private KeyStream() {}

  static long bytes(Manifest manifest) {
    return publicKeyBytes(manifest) + WireSize.evaluationKeys(manifest);
  }

  private static long publicKeyBytes(Manifest manifest) {
    return WireSize.publicKey(manifest.parameters().rlwe());
  }

  /**
   * Reads a stream key by key, each checked by the engine's reader, and checks that they are those
   * of the manifest. One key is in memory at a time.
   *
   * @throws HeException for anything that is wrong with the bytes
   */
  static void check(InputStream in, Manifest manifest) throws IOException {
    WireReader reader = new WireReader(manifest.parameters().rlwe());
    reader.publicKey(new Section(in, publicKeyBytes(manifest)));
    Set<Integer> seen = new HashSet<>();
    reader.evaluationKeys(
        in,
        new EvaluationKeyConsumer() {
          @Override
          public void relinearizationKey(SwitchingKey key) {
            require("relinearisation key", key.limbs(), manifest.keys().relinearizationLimbs());
            seen.add(0);
          }

          @Override
          public void galoisKey(GaloisKey key) {
            int element = key.automorphism().galoisElement();
            require(
                "key of Galois element " + element,
                key.key().limbs(),
                manifest.keys().galoisLimbs().getOrDefault(element, 0));
            seen.add(element);
          }
        });
    int wanted =
        manifest.keys().galoisLimbs().size() + (manifest.keys().relinearizationLimbs() > 0 ? 1 : 0);
    if (seen.size() != wanted) {
      throw new HeException.MalformedInput(
          "evaluation keys: got %d keys, the manifest asks for %d".formatted(seen.size(), wanted));
    }
  }

  private static void require(String what, int limbs, int wanted) {
    if (limbs != wanted) {
      throw new HeException.MalformedInput(
          "%s: got %d limbs, the manifest asks for %d".formatted(what, limbs, wanted));
    }
  }

  /** Reads keys that were checked before. */
  static LoadedKeys load(InputStream in, Manifest manifest) throws IOException {
    WireReader reader = new WireReader(manifest.parameters().rlwe());
    PublicKey publicKey = reader.publicKey(new Section(in, publicKeyBytes(manifest)));
    EvaluationKeys keys = reader.evaluationKeys(in);
    return new LoadedKeys(publicKey, keys, new Evaluator(manifest.parameters(), keys));
  }
}
