package org.cryptotl.he.io;

import static org.cryptotl.he.io.WireSize.DIMENSION;
import static org.cryptotl.he.io.WireSize.HEADER;
import static org.cryptotl.he.io.WireSize.LATENCY_LAYOUT;
import static org.cryptotl.he.io.WireSize.MANIFEST_FIGURES;
import static org.cryptotl.he.io.WireSize.MANIFEST_LAYOUT;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.manifest.ValueRange;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;

/** Reads manifests. */
final class ManifestReader {

  private ManifestReader() {}

  static Manifest read(InputStream in, int maxLogN) throws IOException {
    WireInput wire = new WireInput(in, ParameterReader.BUFFER_BYTES);
    byte[] fingerprint = wire.header(Kind.MANIFEST, HEADER);
    CkksParameters parameters = ParameterReader.read(wire, maxLogN);
    long known = HEADER + WireSize.of(parameters) + MANIFEST_LAYOUT;
    wire.resume(Kind.MANIFEST, 0, known);
    if (!Arrays.equals(fingerprint, parameters.rlwe().fingerprint())) {
      throw wire.malformed("the fingerprint is not that of its parameters");
    }
    wire.block(MANIFEST_LAYOUT);
    int mode = wire.dimension("mode", Wire.LATENCY, Wire.THROUGHPUT);
    known += MANIFEST_FIGURES + (mode == Wire.LATENCY ? LATENCY_LAYOUT : 0);
    wire.announce(known);
    try {
      Layout layout = layout(wire, mode, parameters);
      wire.block(MANIFEST_FIGURES);
      ValueRange range = new ValueRange(wire.floating(), wire.floating());
      int floodingBits = wire.dimension("flooding bits", 0, Manifest.MAX_FLOODING_BITS);
      Precision precision = new Precision(wire.floating(), wire.floating());
      double millis = wire.floating();
      KeyNeeds keys = keys(wire, known, parameters.rlwe());
      wire.end(Kind.MANIFEST);
      return new Manifest(parameters, layout, range, keys, floodingBits, precision, millis);
    } catch (IllegalArgumentException e) {
      throw wire.malformed(e.getMessage());
    }
  }

  private static Layout layout(WireInput wire, int mode, CkksParameters parameters)
      throws IOException {
    int slots = parameters.slots();
    int inputs = wire.dimension("inputs", 1, Layout.MAX_ENTRIES);
    int outputs = wire.dimension("outputs", 1, Layout.MAX_ENTRIES);
    int level = wire.dimension("level", 1, parameters.maxLevel());
    Scale scale = wire.scale();
    if (mode == Wire.THROUGHPUT) {
      return new ThroughputLayout(slots, inputs, outputs, level, scale);
    }
    wire.block(LATENCY_LAYOUT);
    int batch = wire.dimension("batch", 1, slots);
    int cycle = wire.dimension("cycle", 1, slots);
    int stride = wire.dimension("stride", 1, slots);
    int copyOffset = wire.dimension("offset of copies", 1, slots);
    int outputPeriod = wire.dimension("period of outputs", 1, slots);
    return new LatencyLayout(
        slots, batch, inputs, cycle, stride, copyOffset, outputs, outputPeriod, level, scale);
  }

  private static KeyNeeds keys(WireInput wire, long known, RlweParameters parameters)
      throws IOException {
    int relinearization = wire.dimension("relinearisation limbs", 0, parameters.dataLimbs());
    int count = wire.dimension("Galois keys", 0, parameters.degree());
    wire.announce(known + 2L * DIMENSION * count);
    SortedMap<Integer, Integer> galois = new TreeMap<>();
    int least = 1;
    for (int i = 0; i < count; i++) {
      wire.block(2 * DIMENSION);
      int element = wire.dimension("Galois element", least, 2 * parameters.degree() - 1);
      galois.put(element, wire.dimension("limbs", 1, parameters.dataLimbs()));
      least = element + 1;
    }
    return new KeyNeeds(relinearization, galois);
  }
}
