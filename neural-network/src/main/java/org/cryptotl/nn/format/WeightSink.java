package org.cryptotl.nn.format;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.nn.layer.Weights;

/** Collects weights in the order in which they are written. */
final class WeightSink {

  private final List<float[]> parts = new ArrayList<>();

  void add(Weights weights) {
    add(weights.toArray());
  }

  void add(float[] weights) {
    parts.add(weights);
  }

  List<float[]> parts() {
    return parts;
  }

  long count() {
    return parts.stream().mapToLong(part -> part.length).sum();
  }
}
