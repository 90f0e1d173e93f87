package org.cryptotl.he.io;

import static org.cryptotl.he.io.WireSize.DIMENSION;
import static org.cryptotl.he.io.WireSize.SCALE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;

/**
 * Little-endian fields and packed limbs, through one bounded buffer. Fields are taken from the
 * block that {@link #block} has read. Not a byte is read beyond what was asked for.
 *
 * <p>Everything that is wrong with the bytes is a {@link HeException.MalformedInput} that says what
 * was got, what was expected and at which offset.
 */
final class WireInput {

  private final InputStream in;
  private final byte[] buffer;
  private final ByteBuffer fields;

  /** The object that is being read, for messages. */
  private Kind kind = Kind.PARAMETERS;

  private long objectStart;
  private long objectBytes;
  private long offset;

  /**
   * Starts at the stream's present place, which is offset 0 in messages.
   *
   * @param bufferBytes the most bytes that are read at once
   */
  WireInput(InputStream in, int bufferBytes) {
    this.in = in;
    this.buffer = new byte[bufferBytes];
    this.fields = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  /** An input with room for the limbs of these parameters. */
  static WireInput of(InputStream in, RlweParameters parameters) {
    return new WireInput(in, Packing.bufferBytes(parameters.degree()));
  }

  /**
   * Begins an object: reads magic, version and kind.
   *
   * @param fixedBytes size of the object's header and dimensions
   * @return the fingerprint of the parameters
   */
  byte[] header(Kind expected, long fixedBytes) throws IOException {
    kind = expected;
    objectStart = offset;
    objectBytes = fixedBytes;
    block(WireSize.HEADER);
    byte[] magic = new byte[Wire.MAGIC.length];
    fields.get(magic);
    if (!Arrays.equals(magic, Wire.MAGIC)) {
      throw malformed(
          "got magic %s, expected %s"
              .formatted(HexFormat.of().formatHex(magic), HexFormat.of().formatHex(Wire.MAGIC)));
    }
    int version = Short.toUnsignedInt(fields.getShort());
    if (version != Wire.VERSION) {
      throw malformed("got format version %d, expected %d".formatted(version, Wire.VERSION));
    }
    int code = Short.toUnsignedInt(fields.getShort());
    if (code != kind.code()) {
      throw malformed(
          "got kind %s, expected %s".formatted(Kind.describe(code), Kind.describe(kind.code())));
    }
    byte[] fingerprint = new byte[WireSize.FINGERPRINT];
    fields.get(fingerprint);
    return fingerprint;
  }

  /**
   * Begins an object of known parameters and reads the fields before its seed and residues.
   *
   * @param fixedBytes size of header and fields
   * @throws HeException.ParameterMismatch if the fingerprint is another one
   */
  void begin(Kind expected, long fixedBytes, RlweParameters parameters) throws IOException {
    byte[] fingerprint = header(expected, fixedBytes);
    if (!Arrays.equals(fingerprint, parameters.fingerprint())) {
      throw new HeException.ParameterMismatch(
          "%s of parameters %s, expected %s (%s)"
              .formatted(
                  place(),
                  HexFormat.of().formatHex(fingerprint),
                  HexFormat.of().formatHex(parameters.fingerprint()),
                  parameters));
    }
    block((int) fixedBytes - WireSize.HEADER);
  }

  /** The size of the whole object, now that its dimensions are known: for messages. */
  void announce(long bytes) {
    objectBytes = bytes;
  }

  /** Begins again with an object that holds another one, when that has been read. */
  void resume(Kind whole, long start, long bytes) {
    kind = whole;
    objectStart = start;
    objectBytes = bytes;
  }

  /** Reads the next bytes, from which fields can be taken then. */
  void block(int bytes) throws IOException {
    fields.clear();
    fill(bytes);
    fields.limit(bytes);
  }

  private void fill(int bytes) throws IOException {
    int got = in.readNBytes(buffer, 0, bytes);
    offset += got;
    if (got < bytes) {
      throw malformed("got %d bytes, expected %d".formatted(offset - objectStart, objectBytes));
    }
  }

  /** The next field, which must be in [least, most]. */
  int dimension(String name, int least, int most) {
    long value = Integer.toUnsignedLong(fields.getInt());
    if (value < least || value > most) {
      throw malformed(
          "got %s %d at offset %d, expected %d to %d"
              .formatted(name, value, fieldStart(DIMENSION), least, most));
    }
    return (int) value;
  }

  /** The next field, of any value. */
  int number() {
    return fields.getInt();
  }

  /** The next field as a floating-point number, of any value. */
  double floating() {
    return fields.getDouble();
  }

  /** The next two fields as a scale. */
  Scale scale() {
    double high = fields.getDouble();
    double low = fields.getDouble();
    try {
      return new Scale(high, low);
    } catch (IllegalArgumentException e) {
      throw malformed("%s, at offset %d".formatted(e.getMessage(), fieldStart(SCALE)));
    }
  }

  /** The next field as a seed. */
  Seed seed() {
    byte[] bytes = new byte[Seed.BYTES];
    fields.get(bytes);
    return Seed.of(bytes);
  }

  private long fieldStart(int fieldBytes) {
    return offset - fields.remaining() - fieldBytes;
  }

  /** Reads all limbs of a polynomial. Memory is taken limb by limb, as the bytes come. */
  NttPoly polynomial(RnsBasis basis) throws IOException {
    int[][] limbs = new int[basis.size()][];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = limb(basis.limb(i));
    }
    return new NttPoly(basis, limbs);
  }

  private int[] limb(LimbRing ring) throws IOException {
    int[] residues = new int[ring.degree()];
    for (int from = 0; from < residues.length; from += Packing.CHUNK) {
      int count = Math.min(Packing.CHUNK, residues.length - from);
      long start = offset;
      fill(Packing.bytes(count, ring.q()));
      if (!Packing.unpack(buffer, ring.q(), residues, from, count)) {
        int place = from;
        while (residues[place] < ring.q()) {
          place++;
        }
        throw malformed(
            "residue %d of the limb at offset %d is not below its prime %d"
                .formatted(place, start - Packing.bytes(from, ring.q()), ring.q()));
      }
    }
    return residues;
  }

  /** Reads the ternary coefficients of a secret; messages do not say which one is wrong. */
  int[] ternary(int degree) throws IOException {
    int[] coefficients = new int[degree];
    boolean valid = false;
    try {
      fill(degree / TernaryPacking.PER_BYTE);
      valid = TernaryPacking.unpack(buffer, coefficients);
    } finally {
      Arrays.fill(buffer, (byte) 0);
      if (!valid) {
        Arrays.fill(coefficients, 0);
      }
    }
    if (!valid) {
      throw malformed(
          "expected %d coefficients that are -1, 0 or 1 and not all 0".formatted(degree));
    }
    return coefficients;
  }

  /** Checks that the stream ends here. */
  void end(Kind whole) throws IOException {
    if (in.read() >= 0) {
      kind = whole;
      objectStart = 0;
      throw malformed("got more than %d bytes, expected the end there".formatted(offset));
    }
  }

  /** An error in the object that is being read. */
  HeException.MalformedInput malformed(String message) {
    return new HeException.MalformedInput(place() + ": " + message);
  }

  private String place() {
    return objectStart == 0 ? kind.toString() : kind + " at offset " + objectStart;
  }
}
