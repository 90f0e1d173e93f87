package org.cryptotl.he.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;

/** Little-endian fields and packed limbs, through one bounded buffer. */
final class WireOutput {

  private final OutputStream out;
  private final byte[] buffer;
  private final ByteBuffer fields;

  /**
   * Starts at the stream's present place. It neither flushes nor closes the stream.
   *
   * @param bufferBytes the most bytes that are pending at once
   */
  WireOutput(OutputStream out, int bufferBytes) {
    this.out = out;
    this.buffer = new byte[bufferBytes];
    this.fields = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An output with room for the limbs of these parameters. */
  static WireOutput of(OutputStream out, RlweParameters parameters) {
    return new WireOutput(out, Packing.bufferBytes(parameters.degree()));
  }

  /** The forty bytes with which each object begins. */
  WireOutput header(Kind kind, RlweParameters parameters) {
    fields.put(Wire.MAGIC).putShort((short) Wire.VERSION).putShort((short) kind.code());
    fields.put(parameters.fingerprint());
    return this;
  }

  WireOutput dimension(int value) {
    fields.putInt(value);
    return this;
  }

  WireOutput number(double value) {
    fields.putDouble(value);
    return this;
  }

  WireOutput scale(Scale scale) {
    fields.putDouble(scale.high()).putDouble(scale.low());
    return this;
  }

  WireOutput seed(Seed seed) {
    fields.put(seed.toBytes());
    return this;
  }

  /** Sends the fields that were put. */
  void send() throws IOException {
    out.write(buffer, 0, fields.position());
    fields.clear();
  }

  /** Sends all limbs, after the fields. */
  void polynomial(NttPoly poly) throws IOException {
    send();
    for (int i = 0; i < poly.basis().size(); i++) {
      limb(poly.basis().limb(i), poly.limb(i));
    }
  }

  private void limb(LimbRing ring, int[] residues) throws IOException {
    int bits = Packing.bits(ring.q());
    for (int from = 0; from < residues.length; from += Packing.CHUNK) {
      int count = Math.min(Packing.CHUNK, residues.length - from);
      Packing.pack(residues, from, count, bits, buffer);
      out.write(buffer, 0, Packing.bytes(count, ring.q()));
    }
  }

  /** Sends ternary coefficients, given modulo an odd q, and leaves no copy of them behind. */
  void ternary(int[] residues) throws IOException {
    send();
    Arrays.fill(buffer, (byte) 0);
    try {
      TernaryPacking.pack(residues, buffer);
      out.write(buffer, 0, residues.length / TernaryPacking.PER_BYTE);
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }
}
