package org.cryptotl.modelowner.evaluationkeys;

import java.io.IOException;
import java.io.InputStream;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.PublicKey;

/** The bytes of a bundle: a public key, then evaluation keys. */
final class KeyStream {

  private KeyStream() {}

  /** Reads keys that were checked before. */
  static LoadedKeys load(InputStream in, Manifest manifest) throws IOException {
    WireReader reader = new WireReader(manifest.parameters().rlwe());
    PublicKey publicKey =
        reader.publicKey(new Section(in, WireSize.publicKey(manifest.parameters().rlwe())));
    EvaluationKeys keys = reader.evaluationKeys(in);
    return new LoadedKeys(publicKey, keys, new Evaluator(manifest.parameters(), keys));
  }
}
