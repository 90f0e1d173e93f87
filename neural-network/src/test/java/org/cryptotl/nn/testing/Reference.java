package org.cryptotl.nn.testing;

import java.util.Arrays;
import java.util.List;
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
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;
import org.cryptotl.nn.layer.Window;

/** Every layer by its definition, in double arithmetic, one output at a time: the oracle. */
public final class Reference {

  private static final Window ONE = Window.valid(1, 1);

  private Reference() {}

  /**
   * Evaluates a batch.
   *
   * @param batchStatistics whether batch normalisation uses those of the batch
   */
  public static double[][] forward(Network network, double[][] batch, boolean batchStatistics) {
    List<Shape> shapes = network.shapes();
    double[][] x = batch;
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      if (layer instanceof BatchNorm norm && batchStatistics) {
        x = normalize(norm, x);
      } else {
        double[][] y = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
          y[i] = apply(layer, shapes.get(l), x[i]);
        }
        x = y;
      }
    }
    return x;
  }

  private static double[] apply(Layer layer, Shape input, double[] x) {
    return switch (layer) {
      case Dense d -> dense(d, x);
      case Conv1D c ->
          convolve(c.filters(), ONE, c.window(), image(input), x, c.weights()::get, bias(c.bias()));
      case Conv2D c ->
          convolve(
              c.filters(),
              c.rows(),
              c.columns(),
              image(input),
              x,
              c.weights()::get,
              bias(c.bias()));
      case AveragePool1D p -> pool(ONE, p.window(), image(input), x, false, p.countPadding());
      case AveragePool2D p -> pool(p.rows(), p.columns(), image(input), x, false, p.countPadding());
      case MaxPool1D p -> pool(ONE, p.window(), image(input), x, true, false);
      case MaxPool2D p -> pool(p.rows(), p.columns(), image(input), x, true, false);
      case BatchNorm b -> {
        int inner = x.length / b.channels();
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
          int c = i / inner;
          double root = Math.sqrt(b.variance().get(c) + (double) b.epsilon());
          y[i] = (x[i] - b.mean().get(c)) / root * b.scale().get(c) + b.shift().get(c);
        }
        yield y;
      }
      case Flatten _, Reshape _, Dropout _ -> x;
      case Relu _ -> Arrays.stream(x).map(v -> Math.max(v, 0)).toArray();
      case Sigmoid _ -> Arrays.stream(x).map(v -> 1 / (1 + Math.exp(-v))).toArray();
      case Tanh _ -> Arrays.stream(x).map(Math::tanh).toArray();
      case Softmax _ -> {
        double sum = Arrays.stream(x).map(Math::exp).sum();
        yield Arrays.stream(x).map(v -> Math.exp(v) / sum).toArray();
      }
      case Polynomial p ->
          Arrays.stream(x)
              .map(v -> {
                double sum = 0;
                for (int k = 0; k <= p.degree(); k++) {
                  sum += p.coefficients().get(k) * Math.pow(v, k);
                }
                return sum;
              })
              .toArray();
    };
  }

  private interface Entries {
    float get(int index);
  }

  private static Entries bias(org.cryptotl.nn.layer.Weights bias) {
    return bias.size() == 0 ? index -> 0 : bias::get;
  }

  private static Shape image(Shape shape) {
    return shape.rank() == 3 ? shape : Shape.of(shape.dimension(0), 1, shape.dimension(1));
  }

  private static double[] dense(Dense d, double[] x) {
    double[] y = new double[d.outputs()];
    for (int i = 0; i < d.outputs(); i++) {
      y[i] = bias(d.bias()).get(i);
      for (int j = 0; j < d.inputs(); j++) {
        y[i] += (double) d.weights().get(i * d.inputs() + j) * x[j];
      }
    }
    return y;
  }

  private static int outputs(Window window, int length) {
    return (length + window.padBefore() + window.padAfter() - window.size()) / window.stride() + 1;
  }

  private static double[] convolve(
      int filters, Window rows, Window columns, Shape in, double[] x, Entries w, Entries bias) {
    int channels = in.dimension(0);
    int height = in.dimension(1);
    int width = in.dimension(2);
    int outHeight = outputs(rows, height);
    int outWidth = outputs(columns, width);
    double[] y = new double[filters * outHeight * outWidth];
    for (int f = 0; f < filters; f++) {
      for (int i = 0; i < outHeight; i++) {
        for (int j = 0; j < outWidth; j++) {
          double sum = bias.get(f);
          for (int c = 0; c < channels; c++) {
            for (int p = 0; p < rows.size(); p++) {
              for (int q = 0; q < columns.size(); q++) {
                int r = i * rows.stride() - rows.padBefore() + p;
                int s = j * columns.stride() - columns.padBefore() + q;
                if (r >= 0 && r < height && s >= 0 && s < width) {
                  sum +=
                      (double) w.get(((f * channels + c) * rows.size() + p) * columns.size() + q)
                          * x[(c * height + r) * width + s];
                }
              }
            }
          }
          y[(f * outHeight + i) * outWidth + j] = sum;
        }
      }
    }
    return y;
  }

  private static double[] pool(
      Window rows, Window columns, Shape in, double[] x, boolean max, boolean countPadding) {
    int height = in.dimension(1);
    int width = in.dimension(2);
    int outHeight = outputs(rows, height);
    int outWidth = outputs(columns, width);
    double[] y = new double[in.dimension(0) * outHeight * outWidth];
    for (int c = 0; c < in.dimension(0); c++) {
      for (int i = 0; i < outHeight; i++) {
        for (int j = 0; j < outWidth; j++) {
          double sum = 0;
          double largest = Double.NEGATIVE_INFINITY;
          int count = 0;
          for (int p = 0; p < rows.size(); p++) {
            for (int q = 0; q < columns.size(); q++) {
              int r = i * rows.stride() - rows.padBefore() + p;
              int s = j * columns.stride() - columns.padBefore() + q;
              if (r >= 0 && r < height && s >= 0 && s < width) {
                double v = x[(c * height + r) * width + s];
                sum += v;
                largest = Math.max(largest, v);
                count++;
              }
            }
          }
          int divisor = countPadding ? rows.size() * columns.size() : count;
          y[(c * outHeight + i) * outWidth + j] = max ? largest : sum / divisor;
        }
      }
    }
    return y;
  }

  private static double[][] normalize(BatchNorm norm, double[][] x) {
    int inner = x[0].length / norm.channels();
    double[][] y = new double[x.length][x[0].length];
    for (int c = 0; c < norm.channels(); c++) {
      double n = (double) x.length * inner;
      double mean = 0;
      double squares = 0;
      for (double[] row : x) {
        for (int i = c * inner; i < (c + 1) * inner; i++) {
          mean += row[i] / n;
        }
      }
      for (double[] row : x) {
        for (int i = c * inner; i < (c + 1) * inner; i++) {
          squares += (row[i] - mean) * (row[i] - mean) / n;
        }
      }
      double root = Math.sqrt(squares + norm.epsilon());
      for (int s = 0; s < x.length; s++) {
        for (int i = c * inner; i < (c + 1) * inner; i++) {
          y[s][i] = (x[s][i] - mean) / root * norm.scale().get(c) + norm.shift().get(c);
        }
      }
    }
    return y;
  }
}
