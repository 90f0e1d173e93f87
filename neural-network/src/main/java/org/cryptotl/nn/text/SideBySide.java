package org.cryptotl.nn.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cryptotl.he.ring.Parallel;

/** Several encoders as one: their vectors one after the other. */
final class SideBySide implements TextEncoder {

  private final List<TextEncoder> encoders;

  private SideBySide(List<TextEncoder> encoders) {
    this.encoders = List.copyOf(encoders);
  }

  /** Opens encoders; where one fails, those before it are closed. */
  static SideBySide of(List<Supplier<TextEncoder>> suppliers) {
    List<TextEncoder> opened = new ArrayList<>();
    try {
      for (Supplier<TextEncoder> supplier : suppliers) {
        opened.add(supplier.get());
      }
      return new SideBySide(opened);
    } catch (RuntimeException e) {
      opened.forEach(TextEncoder::close);
      throw e;
    }
  }

  @Override
  public String name() {
    return encoders.stream().map(TextEncoder::name).collect(Collectors.joining("+"));
  }

  @Override
  public int dimension() {
    return encoders.stream().mapToInt(TextEncoder::dimension).sum();
  }

  @Override
  public int maxTokens() {
    return encoders.stream().mapToInt(TextEncoder::maxTokens).min().orElseThrow();
  }

  @Override
  public EncodedTexts encode(List<String> texts, Parallel parallel) {
    float[][] vectors = new float[texts.size()][dimension()];
    BitSet truncated = new BitSet();
    int at = 0;
    for (TextEncoder encoder : encoders) {
      EncodedTexts part = encoder.encode(texts, parallel);
      truncated.or(part.truncated());
      for (int i = 0; i < vectors.length; i++) {
        System.arraycopy(part.row(i), 0, vectors[i], at, encoder.dimension());
      }
      at += encoder.dimension();
    }
    return new EncodedTexts(vectors, truncated);
  }

  @Override
  public void close() {
    encoders.forEach(TextEncoder::close);
  }
}
