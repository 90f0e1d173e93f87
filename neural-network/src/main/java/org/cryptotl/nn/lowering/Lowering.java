package org.cryptotl.nn.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cryptotl.he.plan.Affine;
import org.cryptotl.he.plan.Matrix;
import org.cryptotl.he.plan.Step;
import org.cryptotl.nn.layer.Activation;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Shape;

/**
 * Turns a network into the engine's steps. Samples run through the steps as these are made, so that
 * every range is that of the values which the lowered network itself produces.
 */
public final class Lowering {

  private final Network network;
  private final Approximation approximation;
  private final List<float[]> samples;

  private final List<Step> steps = new ArrayList<>();
  private final List<ActivationReport> reports = new ArrayList<>();

  /** What the steps so far make of each sample. */
  private final List<double[]> values;

  private Lowering(Network network, Approximation approximation, List<float[]> samples) {
    this.network = network;
    this.approximation = approximation;
    this.samples = samples;
    this.values = new ArrayList<>(samples.stream().map(Lowering::widened).toList());
  }

  /**
   * The layers of a network that {@link #lower} refuses.
   *
   * @return empty if the network can be lowered
   */
  public static List<UnsupportedLayer> unsupported(Network network) {
    List<Layer> layers = network.layers();
    return IntStream.range(0, layers.size())
        .mapToObj(i -> UnsupportedLayer.of(i, layers.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Lowers a network.
   *
   * @param network layers that are linear, polynomials, or ReLU, sigmoid, tanh
   * @param approximation how the latter three become polynomials
   * @param samples inputs that are typical of what will be evaluated, one or more, scaled as those
   *     will be; some hundreds are enough. They are held in memory with one layer's outputs
   * @throws UnsupportedLayerException for a network with other layers; it names all of them
   * @throws IllegalArgumentException where the wanted error needs a greater degree than allowed, or
   *     samples do not fit the network
   */
  public static LoweredNetwork lower(
      Network network, Approximation approximation, List<float[]> samples) {
    List<UnsupportedLayer> unsupported = unsupported(network);
    if (!unsupported.isEmpty()) {
      throw new UnsupportedLayerException(unsupported);
    }
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(
          "lowering: got no samples, expected at least one to measure ranges and errors with");
    }
    for (float[] sample : samples) {
      if (sample.length != network.input().size()) {
        throw new IllegalArgumentException(
            "lowering: got a sample of %d entries, the network takes %d"
                .formatted(sample.length, network.input().size()));
      }
    }
    return new Lowering(network, approximation, samples).run();
  }

  private LoweredNetwork run() {
    List<Shape> shapes = network.shapes();
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      Shape input = shapes.get(i);
      if (layer instanceof Activation activation) {
        lowerActivation(i, activation, input.size());
      } else {
        LinearMap.of(layer, input).ifPresent(this::add);
      }
    }
    if (steps.isEmpty()) {
      add(identity(network.input().size()));
    }
    double max = 0;
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      float[] expected = network.forward(samples.get(i));
      for (int j = 0; j < expected.length; j++) {
        double error = Math.abs(values.get(i)[j] - expected[j]);
        max = Math.max(max, error);
        sum += error;
      }
    }
    double count = (double) samples.size() * network.output().size();
    return new LoweredNetwork(steps, reports, max, sum / count);
  }

  private void lowerActivation(int index, Activation layer, int size) {
    ActivationReport report = ActivationLowering.lower(index, layer, approximation, values);
    reports.add(report);
    add(new org.cryptotl.he.plan.Activation(size, report.polynomial()));
  }

  private void add(Step step) {
    steps.add(step);
    values.replaceAll(step::apply);
  }

  private static Affine identity(int size) {
    return new Affine(
        Matrix.rows(
            size,
            size,
            i -> {
              double[] row = new double[size];
              row[i] = 1;
              return row;
            }),
        new double[size]);
  }

  private static double[] widened(float[] sample) {
    return IntStream.range(0, sample.length).mapToDouble(i -> sample[i]).toArray();
  }
}
