package org.cryptotl.he.io;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SecretKeyAccess;

/**
 * Any bytes are a named error or an object that is written as the same bytes. The header, which no
 * fuzzer would guess, is put before some inputs.
 */
class WireFormatFuzz {

  private static final SecretKeyAccess ACCESS = SecretKeyAccess.granted();
  private static final RlweParameters RING = InsecureParameters.insecure(5, 2, 1).rlwe();
  private static final WireReader READER = new WireReader(RING);
  private static final byte[] PARAMETERS_HEADER =
      Arrays.copyOf(
          WireWriter.toBytes(CkksParameters.builder(12).levels(2).specialPrimes(1).build()),
          WireSize.HEADER);

  @FuzzTest(maxDuration = "60s")
  void anyBytes_areANamedErrorOrAnObject(FuzzedDataProvider data) {
    Kind kind = data.pickValue(Kind.values());
    boolean withHeader = data.consumeBoolean();
    byte[] body = data.consumeRemainingAsBytes();
    byte[] bytes = withHeader ? concatenate(header(kind), body) : body;
    try {
      byte[] rewritten = rewrite(kind, bytes);
      if (!Arrays.equals(bytes, rewritten)) {
        throw new IllegalStateException(kind + ": read and written are not the same");
      }
    } catch (HeException.MalformedInput | HeException.ParameterMismatch e) {
      // What a reader may say.
    }
  }

  private static byte[] rewrite(Kind kind, byte[] bytes) {
    return switch (kind) {
      case PARAMETERS -> WireWriter.toBytes(WireReader.parameters(bytes, 13));
      case CIPHERTEXT -> WireWriter.toBytes(READER.ciphertext(bytes));
      case PUBLIC_KEY -> WireWriter.toBytes(READER.publicKey(bytes));
      case SWITCHING_KEY -> WireWriter.toBytes(READER.switchingKey(bytes));
      case GALOIS_KEY -> WireWriter.toBytes(READER.galoisKey(bytes));
      case EVALUATION_KEYS -> WireWriter.toBytes(READER.evaluationKeys(bytes), RING);
      case MANIFEST -> WireWriter.toBytes(WireReader.manifest(bytes, 13));
      case SECRET_KEY -> WireWriter.toBytes(READER.secretKey(bytes, ACCESS), ACCESS);
    };
  }

  private static byte[] header(Kind kind) {
    byte[] header = PARAMETERS_HEADER.clone();
    header[6] = (byte) kind.code();
    if (kind != Kind.PARAMETERS && kind != Kind.MANIFEST) {
      System.arraycopy(RING.fingerprint(), 0, header, 8, WireSize.FINGERPRINT);
    }
    return header;
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
