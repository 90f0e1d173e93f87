package org.cryptotl.nn.lowering;

import java.util.Arrays;
import java.util.Optional;
import org.cryptotl.he.plan.Affine;
import org.cryptotl.he.plan.Matrix;
import org.cryptotl.nn.kernel.Patches;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.AveragePool2D;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Conv2D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Weights;

/** Linear layers as affine maps of vectors. */
final class LinearMap {

  private LinearMap() {}

  /** The map of a layer for an input of a shape; empty for layers that are not linear. */
  static Optional<Affine> of(Layer layer, Shape input) {
    return switch (layer) {
      case Dense dense -> Optional.of(dense(dense));
      case Conv1D conv ->
          Optional.of(
              convolution(conv.patches(input), conv.filters(), conv.weights(), conv.bias()));
      case Conv2D conv ->
          Optional.of(
              convolution(conv.patches(input), conv.filters(), conv.weights(), conv.bias()));
      case AveragePool1D pool -> Optional.of(average(pool.patches(input), pool.countPadding()));
      case AveragePool2D pool -> Optional.of(average(pool.patches(input), pool.countPadding()));
      case BatchNorm norm -> Optional.of(normalisation(norm, input));
      default -> Optional.empty();
    };
  }

  private static Affine dense(Dense layer) {
    Matrix matrix =
        Matrix.rows(
            layer.outputs(),
            layer.inputs(),
            i -> {
              double[] row = new double[layer.inputs()];
              for (int j = 0; j < row.length; j++) {
                row[j] = layer.weights().get(i * row.length + j);
              }
              return row;
            });
    return new Affine(matrix, bias(layer.bias(), layer.outputs(), 1));
  }

  private static Affine convolution(Patches patches, int filters, Weights weights, Weights bias) {
    int positions = patches.positions();
    Matrix matrix =
        Matrix.rows(
            filters * positions,
            patches.inputs(),
            output -> {
              double[] row = new double[patches.inputs()];
              int filter = output / positions;
              for (int channel = 0; channel < patches.channels(); channel++) {
                int kernel = (filter * patches.channels() + channel) * windowSize(patches);
                visit(
                    patches,
                    channel,
                    output % positions,
                    (place, entry) -> row[entry] = weights.get(kernel + place));
              }
              return row;
            });
    return new Affine(matrix, bias(bias, filters, positions));
  }

  private static Affine average(Patches patches, boolean countPadding) {
    int positions = patches.positions();
    Matrix matrix =
        Matrix.rows(
            patches.channels() * positions,
            patches.inputs(),
            output -> {
              double[] row = new double[patches.inputs()];
              visit(
                  patches,
                  output / positions,
                  output % positions,
                  (place, entry) -> row[entry] = 1);
              double count = countPadding ? windowSize(patches) : Arrays.stream(row).sum();
              return Arrays.stream(row).map(v -> count == 0 ? 0 : v / count).toArray();
            });
    return new Affine(matrix, new double[patches.channels() * positions]);
  }

  private static Affine normalisation(BatchNorm layer, Shape input) {
    int inner = input.size() / layer.channels();
    double[] factors = new double[input.size()];
    double[] shifts = new double[input.size()];
    for (int i = 0; i < factors.length; i++) {
      int c = i / inner;
      double variance = (double) layer.variance().get(c) + layer.epsilon();
      factors[i] = layer.scale().get(c) / Math.sqrt(variance);
      shifts[i] = layer.shift().get(c) - layer.mean().get(c) * factors[i];
    }
    Matrix matrix =
        Matrix.rows(
            factors.length,
            factors.length,
            i -> {
              double[] row = new double[factors.length];
              row[i] = factors[i];
              return row;
            });
    return new Affine(matrix, shifts);
  }

  /** Each bias for all positions of its filter; zeros where there is none. */
  private static double[] bias(Weights bias, int filters, int positions) {
    double[] all = new double[filters * positions];
    for (int i = 0; i < all.length && bias.size() > 0; i++) {
      all[i] = bias.get(i / positions);
    }
    return all;
  }

  private static int windowSize(Patches patches) {
    return patches.rows().size() * patches.columns().size();
  }

  /** An entry of the input under a window, and its place there. */
  private interface Visitor {
    void visit(int place, int entry);
  }

  private static void visit(Patches patches, int channel, int position, Visitor visitor) {
    Patches.Axis rows = patches.rows();
    Patches.Axis columns = patches.columns();
    int top = position / columns.outputs() * rows.stride() - rows.padding();
    int left = position % columns.outputs() * columns.stride() - columns.padding();
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < columns.size(); j++) {
        int row = top + i;
        int column = left + j;
        if (row >= 0 && row < rows.inputs() && column >= 0 && column < columns.inputs()) {
          visitor.visit(
              i * columns.size() + j, (channel * rows.inputs() + row) * columns.inputs() + column);
        }
      }
    }
  }
}
