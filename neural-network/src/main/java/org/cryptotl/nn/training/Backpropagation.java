package org.cryptotl.nn.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Activation;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.AveragePool2D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Dropout;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.MaxPool1D;
import org.cryptotl.nn.layer.MaxPool2D;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;

/**
 * A network at work on batches of at most {@code capacity} samples: its weights in one array, their
 * gradients in another, and what is between the layers.
 */
final class Backpropagation {

  private static final int SEGMENT = 1 << 15;

  /**
   * Weights that are updated at once.
   *
   * @param from the first
   * @param to one after the last
   * @param decayed whether L2 regularisation makes them small
   */
  record Segment(int from, int to, boolean decayed) {}

  private final Network network;
  private final Loss loss;
  private final Parallel parallel;
  private final int capacity;
  private final int inputs;
  private final int outputs;

  /** Those of the layers that do something, and their places in the network. */
  private final List<Unit> units = new ArrayList<>();

  private final List<Integer> places = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();

  /** What goes into each unit, and at last the logits; the gradients by them. */
  private final float[][] values;

  private final float[][] gradients;
  private final float[] targets;
  private final double[] losses;

  /** The first unit with weights: gradients go back to it, and no further. */
  private final int first;

  private final float[] weights;
  private final float[] weightGradients;

  Backpropagation(
      Network network, Loss loss, int capacity, double rangePenalty, Parallel parallel) {
    this.network = network;
    this.loss = loss;
    this.parallel = parallel;
    this.capacity = capacity;
    inputs = network.input().size();
    List<Layer> body = loss.body(network);
    List<Shape> shapes = network.shapes();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      Unit unit = unit(body.get(i), i, shapes.get(i), rangePenalty);
      if (unit != null) {
        units.add(unit);
        places.add(i);
        sizes.add(shapes.get(i).size());
      }
    }
    outputs = network.output().size();
    sizes.add(outputs);
    values = new float[sizes.size()][];
    gradients = new float[sizes.size()][];
    int firstWithWeights = units.size();
    for (int i = sizes.size() - 1; i >= 0; i--) {
      values[i] = new float[Math.multiplyExact(capacity, sizes.get(i))];
      if (i < units.size() && units.get(i).trained() > 0) {
        firstWithWeights = i;
      }
    }
    first = firstWithWeights;
    for (int i = first + 1; i < values.length; i++) {
      gradients[i] = new float[values[i].length];
    }
    targets = new float[capacity];
    losses = new double[capacity];
    int slots = 0;
    for (Unit unit : units) {
      addSegments(slots, unit.decayed(), true);
      addSegments(slots + unit.decayed(), unit.trained() - unit.decayed(), false);
      slots = Math.addExact(slots, unit.slots());
    }
    weights = new float[slots];
    weightGradients = new float[slots];
    int slot = 0;
    for (Unit unit : units) {
      unit.load(weights, slot);
      slot += unit.slots();
    }
  }

  private void addSegments(int start, int count, boolean decayed) {
    for (int done = 0; done < count; done += SEGMENT) {
      segments.add(new Segment(start + done, start + Math.min(count, done + SEGMENT), decayed));
    }
  }

  private Unit unit(Layer layer, int index, Shape input, double rangePenalty) {
    return switch (layer) {
      case Dense l -> new DenseUnit(l);
      case Conv1D l -> new ConvolutionUnit(l, input);
      case Conv2D l -> new ConvolutionUnit(l, input);
      case AveragePool1D l -> PoolUnit.average(l, l.patches(input), l.countPadding());
      case AveragePool2D l -> PoolUnit.average(l, l.patches(input), l.countPadding());
      case MaxPool1D l -> PoolUnit.max(l, l.patches(input), capacity);
      case MaxPool2D l -> PoolUnit.max(l, l.patches(input), capacity);
      case BatchNorm l -> new BatchNormUnit(l, input.size());
      case Dropout l -> new DropoutUnit(l, index, input.size(), capacity);
      case Activation l -> new ActivationUnit(l, input, rangePenalty);
      case Flatten _, Reshape _ -> null;
    };
  }

  int capacity() {
    return capacity;
  }

  float[] weights() {
    return weights;
  }

  float[] weightGradients() {
    return weightGradients;
  }

  List<Segment> segments() {
    return segments;
  }

  double[] losses() {
    return losses;
  }

  /** The network with the weights as they are. */
  Network network() {
    List<Layer> layers = new ArrayList<>(network.layers());
    for (int i = 0; i < units.size(); i++) {
      layers.set(places.get(i), units.get(i).layer(weights));
    }
    return new Network(network.input(), layers);
  }

  /** The same with masks that a seed replays. */
  Pass forward(Samples samples, int[] rows, int from, int count, boolean training, long seed) {
    return forward(samples, rows, from, count, training, Masks.byPlace(seed));
  }

  /** Reads the rows in [from, from + count) of the list and evaluates the network. */
  Pass forward(Samples samples, int[] rows, int from, int count, boolean training, Masks masks) {
    Pass pass = new Pass(count, weights, training, masks, parallel);
    parallel.forEach(
        count,
        i -> {
          samples.read(rows[from + i], values[0], i * inputs);
          targets[i] = samples.target(rows[from + i]);
          loss.checkTarget(targets[i], outputs);
        });
    for (int i = 0; i < units.size(); i++) {
      units.get(i).forward(pass, values[i], values[i + 1]);
    }
    return pass;
  }

  /**
   * Sets {@link #losses}, with the weights of the classes and, in training, with the penalties, and
   * the gradients by the logits.
   *
   * @return how many samples are put into the right class
   */
  int evaluate(Pass pass, float[] classWeights) {
    // Without a unit with weights, nothing goes back and there is no place for gradients.
    float[] logitGradients = gradients[units.size()];
    float[] logits = values[units.size()];
    boolean[] right = new boolean[pass.count];
    parallel.forEach(
        pass.count,
        i -> {
          int from = i * outputs;
          losses[i] = loss.evaluate(logits, from, outputs, targets[i], logitGradients);
          right[i] = loss.isRight(logits, from, outputs, targets[i]);
          if (classWeights.length > 0) {
            float weight = classWeights[(int) targets[i]];
            losses[i] *= weight;
            for (int j = from; j < from + outputs; j++) {
              logitGradients[j] *= weight;
            }
          }
          if (pass.training) {
            for (int u = 0; u < units.size(); u++) {
              losses[i] += units.get(u).penalty(i, values[u]);
            }
          }
        });
    int count = 0;
    for (boolean isRight : right) {
      count += isRight ? 1 : 0;
    }
    return count;
  }

  /** Carries the gradients by the logits back to the output of the first unit with weights. */
  void backward(Pass pass) {
    for (int i = units.size() - 1; i > first; i--) {
      units.get(i).inputGradients(pass, values[i], values[i + 1], gradients[i + 1], gradients[i]);
    }
  }

  /** The squared norm of each sample's own gradient by all weights. */
  double[] squaredNorms(Pass pass) {
    double[] norms = new double[pass.count];
    forEachTrained(i -> units.get(i).addSquaredNorms(pass, values[i], gradients[i + 1], norms));
    return norms;
  }

  /** Multiplies each sample's own gradient by all weights by its factor. */
  void scale(Pass pass, float[] factors) {
    forEachTrained(i -> {
      int size = gradients[i + 1].length / capacity;
      for (int sample = 0; sample < pass.count; sample++) {
        if (factors[sample] != 1) {
          for (int j = sample * size; j < (sample + 1) * size; j++) {
            gradients[i + 1][j] *= factors[sample];
          }
        }
      }
    });
  }

  /** Adds the gradient by the weights, summed over the samples. */
  void addWeightGradients(Pass pass) {
    forEachTrained(
        i -> units.get(i).weightGradients(pass, values[i], gradients[i + 1], weightGradients));
  }

  private void forEachTrained(IntConsumer body) {
    for (int i = first; i < units.size(); i++) {
      if (units.get(i).trained() > 0) {
        body.accept(i);
      }
    }
  }

  /** What the inputs of the polynomial activations are over these samples. */
  List<ActivationRange> ranges(List<Samples> all) {
    List<Integer> polynomials = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      if (network.layers().get(places.get(i)) instanceof Polynomial) {
        polynomials.add(i);
      }
    }
    if (polynomials.isEmpty() || all.isEmpty()) {
      return List.of();
    }
    double[] least = new double[units.size()];
    double[] largest = new double[units.size()];
    long[] outside = new long[units.size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    long count = 0;
    for (Samples samples : all) {
      int[] rows = Split.ascending(samples.size());
      for (int from = 0; from < rows.length; from += capacity) {
        int now = Math.min(capacity, rows.length - from);
        forward(samples, rows, from, now, false, 0);
        for (int i : polynomials) {
          int size = values[i].length / capacity;
          Polynomial polynomial = (Polynomial) network.layers().get(places.get(i));
          for (int j = 0; j < now * size; j++) {
            double x = values[i][j];
            least[i] = Math.min(least[i], x);
            largest[i] = Math.max(largest[i], x);
            outside[i] += polynomial.range().contains(x) ? 0 : 1;
          }
        }
        count += now;
      }
    }
    List<ActivationRange> ranges = new ArrayList<>();
    for (int i : polynomials) {
      Polynomial polynomial = (Polynomial) network.layers().get(places.get(i));
      long entries = count * (values[i].length / capacity);
      ranges.add(
          new ActivationRange(
              places.get(i),
              polynomial.range(),
              least[i],
              largest[i],
              (double) outside[i] / entries));
    }
    return ranges;
  }
}
