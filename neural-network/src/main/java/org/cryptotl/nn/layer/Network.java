package org.cryptotl.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.ring.Parallel;

/**
 * Layers that fit together. Immutable; weights are not printed.
 *
 * @param input the shape of one sample
 * @param layers one or more, the first one takes {@code input}
 */
public record Network(Shape input, List<Layer> layers) {

  /** Samples that are evaluated at once, and entries of theirs: bound the memory. */
  private static final int CHUNK = 64;

  private static final int CHUNK_ENTRIES = 1 << 24;

  /** Checks that every layer takes what the one before gives. */
  public Network {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("network: got no layers, expected at least one");
    }
    shapes(input, layers);
  }

  /** The network of these layers. */
  public static Network of(Shape input, Layer... layers) {
    return new Network(input, List.of(layers));
  }

  /** The shapes between the layers: the input's, then that of each layer's output. */
  public List<Shape> shapes() {
    return shapes(input, layers);
  }

  private static List<Shape> shapes(Shape input, List<Layer> layers) {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(input);
    for (int i = 0; i < layers.size(); i++) {
      try {
        shapes.add(layers.get(i).output(shapes.getLast()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("layer " + i + ", " + e.getMessage(), e);
      }
    }
    return shapes;
  }

  /** The shape of the output. */
  public Shape output() {
    return shapes().getLast();
  }

  /** Number of weights that training changes. */
  public long parameters() {
    return layers.stream().mapToLong(Layer::parameters).sum();
  }

  /** This network followed by another one, which takes its output. */
  public Network then(Network next) {
    if (!next.input.equals(output())) {
      throw new IllegalArgumentException(
          "network: got one for %s after one with output %s".formatted(next.input, output()));
    }
    List<Layer> all = new ArrayList<>(layers);
    all.addAll(next.layers);
    return new Network(input, all);
  }

  /** The first layers alone, e.g. the frozen ones. */
  public Network first(int count) {
    return new Network(input, layers.subList(0, count));
  }

  /**
   * Evaluates one sample.
   *
   * @param x {@code input.size()} entries, which are not changed
   * @return {@code output().size()} entries
   */
  public float[] forward(float[] x) {
    return forward(1, x, Parallel.NONE);
  }

  /**
   * Evaluates samples.
   *
   * @param count number of samples
   * @param x the samples, one after another, which are not changed
   * @param parallel how to run; the result does not depend on it, nor on the other samples
   * @return the outputs, one after another
   * @throws IllegalArgumentException for another number of entries
   */
  public float[] forward(int count, float[] x, Parallel parallel) {
    List<Shape> shapes = shapes();
    int inputs = input.size();
    if (count < 0 || (long) count * inputs != x.length) {
      throw new IllegalArgumentException(
          "network: got %d entries for %d samples, expected %d each"
              .formatted(x.length, count, inputs));
    }
    int outputs = shapes.getLast().size();
    int largest = shapes.stream().mapToInt(Shape::size).max().orElseThrow();
    int chunk = Math.clamp(Math.min(count, CHUNK_ENTRIES / largest), 1, CHUNK);
    float[] from = new float[chunk * largest];
    float[] to = new float[from.length];
    if ((long) count * outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "network: got %d samples with %d outputs each, expected fewer than 2^31 in all"
              .formatted(count, outputs));
    }
    float[] y = new float[count * outputs];
    for (int done = 0; done < count; done += chunk) {
      int now = Math.min(chunk, count - done);
      System.arraycopy(x, done * inputs, from, 0, now * inputs);
      for (int i = 0; i < layers.size(); i++) {
        layers.get(i).forward(shapes.get(i), now, from, to, parallel);
        float[] other = from;
        from = to;
        to = other;
      }
      System.arraycopy(from, 0, y, done * outputs, now * outputs);
    }
    return y;
  }

  /**
   * Evaluates one sample and returns what is between the layers: the input first, then the output
   * of each layer.
   */
  public List<float[]> trace(float[] x) {
    List<Shape> shapes = shapes();
    if (x.length != input.size()) {
      throw new IllegalArgumentException(
          "network: got %d entries, expected %d".formatted(x.length, input.size()));
    }
    List<float[]> values = new ArrayList<>();
    values.add(x.clone());
    for (int i = 0; i < layers.size(); i++) {
      float[] y = new float[shapes.get(i + 1).size()];
      layers.get(i).forward(shapes.get(i), 1, values.getLast(), y, Parallel.NONE);
      values.add(y);
    }
    return values;
  }
}
