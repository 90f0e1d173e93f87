package org.cryptotl.he.codec;

import java.util.List;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.ThroughputLayout;

/** Packs samples into slots and takes their outputs out of slots, as a layout says. */
public sealed interface SampleCodec permits LatencyCodec, ThroughputCodec {

  /** The codec of a layout. */
  static SampleCodec of(Layout layout) {
    return switch (layout) {
      case LatencyLayout latency -> new LatencyCodec(latency);
      case ThroughputLayout throughput -> new ThroughputCodec(throughput);
    };
  }

  /**
   * Packs inputs.
   *
   * @param samples one row a sample, 1 to {@code capacity} rows of {@code inputs} entries
   * @return one vector a ciphertext of the request
   */
  List<ComplexVector> pack(double[][] samples);

  /**
   * Takes outputs out.
   *
   * @param parts decoded slots, one vector a ciphertext of the reply
   * @param samples number of samples of the request
   * @return one row of {@code outputs} entries a sample
   */
  double[][] unpack(List<ComplexVector> parts, int samples);
}
