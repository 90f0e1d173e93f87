package org.cryptotl.modelowner.evaluation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cryptotl.he.HeException;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;

/** Ciphertexts one after another, each preceded by its length as 32-bit little-endian integer. */
final class CiphertextStream {

  private CiphertextStream() {}

  /** The most bytes that a request can have. */
  static long mostBytes(Manifest manifest) {
    int limbs = manifest.parameters().limbs(manifest.layout().level());
    return manifest.layout().inputParts()
        * (Integer.BYTES + WireSize.fullCiphertext(manifest.parameters().rlwe(), limbs, 2));
  }

  /** Bytes of memory that a request takes, with its results and their reply. */
  static long memoryBytes(Manifest manifest) {
    return mostBytes(manifest) + 2 * WireSize.reply(manifest);
  }

  /**
   * Turns away what is larger than any request can be, before it is read.
   *
   * @param bytes as announced, or -1
   */
  static void requireSize(long bytes, Manifest manifest) {
    if (bytes > mostBytes(manifest)) {
      throw new Problem(
          ProblemType.TOO_LARGE,
          "got %d bytes, expected at most %d".formatted(bytes, mostBytes(manifest)));
    }
  }

  /**
   * Reads a request.
   *
   * @throws HeException for anything but the ciphertexts that the manifest asks for
   */
  static List<Ciphertext> read(InputStream in, Manifest manifest) throws IOException {
    List<Ciphertext> ciphertexts = new ArrayList<>();
    forEach(in, manifest, ciphertexts::add);
    return ciphertexts;
  }

  /**
   * Checks a request, one ciphertext in memory at a time.
   *
   * @throws HeException for anything but the ciphertexts that the manifest asks for
   */
  static void check(InputStream in, Manifest manifest) throws IOException {
    forEach(in, manifest, _ -> {});
  }

  private static void forEach(InputStream in, Manifest manifest, Consumer<Ciphertext> then)
      throws IOException {
    int limbs = manifest.parameters().limbs(manifest.layout().level());
    long full = WireSize.fullCiphertext(manifest.parameters().rlwe(), limbs, 2);
    long seeded = WireSize.seededCiphertext(manifest.parameters().rlwe(), limbs);
    int count = manifest.layout().inputParts();
    WireReader reader = new WireReader(manifest.parameters().rlwe());
    for (int i = 0; i < count; i++) {
      byte[] prefix = in.readNBytes(Integer.BYTES);
      if (prefix.length < Integer.BYTES) {
        throw new HeException.MalformedInput(
            "request: it ends after %d ciphertexts, expected %d".formatted(i, count));
      }
      long length =
          Integer.toUnsignedLong(ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt());
      if (length != full && length != seeded) {
        throw new HeException.MalformedInput(
            "ciphertext %d: got a length of %d bytes, expected %d with a seed or %d without"
                .formatted(i, length, seeded, full));
      }
      byte[] bytes = in.readNBytes((int) length);
      Ciphertext ciphertext = reader.ciphertext(bytes);
      if (ciphertext.limbs() != limbs
          || ciphertext.degree() != 1
          || !ciphertext.scale().matches(manifest.layout().scale())) {
        throw new HeException.MalformedInput(
            "ciphertext %d: got %d limbs, degree %d and scale %s, expected %d, 1 and %s"
                .formatted(
                    i,
                    ciphertext.limbs(),
                    ciphertext.degree(),
                    ciphertext.scale(),
                    limbs,
                    manifest.layout().scale()));
      }
      then.accept(ciphertext);
    }
    if (in.read() >= 0) {
      throw new HeException.MalformedInput(
          "request: there are bytes after the %d ciphertexts".formatted(count));
    }
  }

  static void write(List<Ciphertext> ciphertexts, OutputStream out) throws IOException {
    for (Ciphertext each : ciphertexts) {
      byte[] bytes = WireWriter.toBytes(each);
      out.write(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(bytes.length)
              .array());
      out.write(bytes);
    }
  }

  static byte[] toBytes(List<Ciphertext> ciphertexts) throws IOException {
    long bytes = 0;
    for (Ciphertext each : ciphertexts) {
      bytes += Integer.BYTES + WireSize.of(each);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(bytes));
    write(ciphertexts, out);
    return out.toByteArray();
  }
}
