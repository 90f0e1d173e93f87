package org.cryptotl.nn.lowering;

import java.util.List;
import java.util.stream.Collectors;

/** A network has layers that cannot be evaluated on ciphertexts; all of them are named. */
public final class UnsupportedLayerException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient List<UnsupportedLayer> layers;

  UnsupportedLayerException(List<UnsupportedLayer> layers) {
    super(layers.stream().map(UnsupportedLayer::toString).collect(Collectors.joining("\n")));
    this.layers = List.copyOf(layers);
  }

  /** The layers, first to last. */
  public List<UnsupportedLayer> layers() {
    return layers;
  }
}
