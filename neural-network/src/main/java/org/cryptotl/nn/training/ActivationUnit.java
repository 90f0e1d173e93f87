package org.cryptotl.nn.training;

import org.cryptotl.nn.layer.Activation;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;

/**
 * An activation. Inputs of a polynomial that leave its range cost {@code penalty} times the square
 * of the distance each.
 */
final class ActivationUnit extends Unit {

  private final Activation activation;
  private final Shape shape;
  private final float penalty;
  private final float least;
  private final float largest;

  ActivationUnit(Activation activation, Shape shape, double rangePenalty) {
    this.activation = activation;
    this.shape = shape;
    Range range = activation instanceof Polynomial p ? p.range() : Range.ALL;
    penalty = range.equals(Range.ALL) ? 0 : (float) rangePenalty;
    least = (float) range.from();
    largest = (float) range.to();
  }

  @Override
  Layer layer(float[] weights) {
    return activation;
  }

  @Override
  void forward(Pass pass, float[] x, float[] y) {
    activation.forward(shape, pass.count, x, y, pass.parallel);
  }

  @Override
  void inputGradients(Pass pass, float[] x, float[] y, float[] dy, float[] dx) {
    int size = shape.size();
    float[] derivative = derivative();
    pass.parallel.forEach(
        pass.count,
        sample -> {
          int from = sample * size;
          int to = from + size;
          switch (activation) {
            case Relu _ -> {
              for (int i = from; i < to; i++) {
                dx[i] = x[i] > 0 ? dy[i] : 0;
              }
            }
            case Sigmoid _ -> {
              for (int i = from; i < to; i++) {
                dx[i] = dy[i] * y[i] * (1 - y[i]);
              }
            }
            case Tanh _ -> {
              for (int i = from; i < to; i++) {
                dx[i] = dy[i] * (1 - y[i] * y[i]);
              }
            }
            case Softmax _ -> {
              double along = 0;
              for (int i = from; i < to; i++) {
                along += (double) dy[i] * y[i];
              }
              for (int i = from; i < to; i++) {
                dx[i] = (float) (y[i] * (dy[i] - along));
              }
            }
            case Polynomial _ -> polynomial(derivative, from, to, x, dy, dx);
          }
        });
  }

  private float[] derivative() {
    if (!(activation instanceof Polynomial p) || p.degree() == 0) {
      return new float[1];
    }
    float[] derivative = new float[p.degree()];
    for (int k = 0; k < derivative.length; k++) {
      derivative[k] = (float) ((k + 1) * p.coefficients().get(k + 1));
    }
    return derivative;
  }

  private void polynomial(float[] derivative, int from, int to, float[] x, float[] dy, float[] dx) {
    for (int i = from; i < to; i++) {
      float slope = derivative[derivative.length - 1];
      for (int k = derivative.length - 2; k >= 0; k--) {
        slope = Math.fma(slope, x[i], derivative[k]);
      }
      dx[i] = dy[i] * slope;
    }
    if (penalty > 0) {
      for (int i = from; i < to; i++) {
        dx[i] += 2 * penalty * excess(x[i]);
      }
    }
  }

  @Override
  double penalty(int sample, float[] x) {
    double sum = 0;
    if (penalty > 0) {
      int size = shape.size();
      for (int i = sample * size; i < (sample + 1) * size; i++) {
        double excess = excess(x[i]);
        sum += excess * excess;
      }
    }
    return penalty * sum;
  }

  /** How far an input is above (positive) or below (negative) the range. */
  private float excess(float x) {
    return Math.max(x - largest, 0) + Math.min(x - least, 0);
  }
}
