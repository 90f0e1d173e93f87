package org.cryptotl.nn.training;

import java.util.List;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;

/**
 * What training makes small, a mean over the samples. The cross-entropies take the logits, i.e. the
 * inputs of the network's last activation, since loss and activation together have a simple and
 * stable gradient.
 */
public enum Loss {
  /** -log of the probability of the right one of two classes; the network ends in a sigmoid. */
  BINARY_CROSS_ENTROPY {
    @Override
    void checkEnd(Layer last, int outputs) {
      if (!(last instanceof Sigmoid) || outputs != 1) {
        throw new IllegalArgumentException(
            "binary cross-entropy: got a network that ends in %s with %d outputs, expected Sigmoid with 1"
                .formatted(last.name(), outputs));
      }
    }

    @Override
    void checkTarget(float target, int outputs) {
      if (target != 0 && target != 1) {
        throw new IllegalArgumentException(
            "binary cross-entropy: got a target that is neither 0 nor 1; use a softmax for more classes");
      }
    }

    @Override
    double evaluate(float[] z, int from, int outputs, float target, float[] gradient) {
      double x = z[from];
      gradient[from] = (float) (1 / (1 + Math.exp(-x)) - target);
      return Math.max(x, 0) - x * target + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    boolean isRight(float[] z, int from, int outputs, float target) {
      return (z[from] > 0) == (target == 1);
    }
  },
  /** -log of the probability of the right class; the network ends in a softmax. */
  CATEGORICAL_CROSS_ENTROPY {
    @Override
    void checkEnd(Layer last, int outputs) {
      if (!(last instanceof Softmax) || outputs < 2) {
        throw new IllegalArgumentException(
            "categorical cross-entropy: got a network that ends in %s with %d outputs, expected Softmax with at least 2"
                .formatted(last.name(), outputs));
      }
    }

    @Override
    void checkTarget(float target, int outputs) {
      if (!(target >= 0 && target < outputs) || target != (int) target) {
        throw new IllegalArgumentException(
            "categorical cross-entropy: got a target that is no class from 0 to " + (outputs - 1));
      }
    }

    @Override
    double evaluate(float[] z, int from, int outputs, float target, float[] gradient) {
      double largest = z[largest(z, from, outputs)];
      double sum = 0;
      for (int i = from; i < from + outputs; i++) {
        sum += Math.exp(z[i] - largest);
      }
      for (int i = from; i < from + outputs; i++) {
        gradient[i] = (float) (Math.exp(z[i] - largest) / sum);
      }
      gradient[from + (int) target] -= 1;
      return Math.log(sum) + largest - z[from + (int) target];
    }

    @Override
    boolean isRight(float[] z, int from, int outputs, float target) {
      return largest(z, from, outputs) == from + (int) target;
    }
  },
  /** Half the square of output minus target; the network has one output. */
  SQUARED_ERROR {
    @Override
    void checkEnd(Layer last, int outputs) {
      if (outputs != 1) {
        throw new IllegalArgumentException(
            "squared error: got a network with %d outputs, expected 1".formatted(outputs));
      }
    }

    @Override
    void checkTarget(float target, int outputs) {
      if (!Float.isFinite(target)) {
        throw new IllegalArgumentException("squared error: got a target that is not finite");
      }
    }

    @Override
    double evaluate(float[] z, int from, int outputs, float target, float[] gradient) {
      gradient[from] = z[from] - target;
      return 0.5 * gradient[from] * gradient[from];
    }

    @Override
    boolean isRight(float[] z, int from, int outputs, float target) {
      return Math.abs(z[from] - target) < 0.5;
    }
  };

  abstract void checkEnd(Layer last, int outputs);

  abstract void checkTarget(float target, int outputs);

  /**
   * The loss of one sample.
   *
   * @param z holds the sample's outputs from entry {@code from} on
   * @param gradient receives the gradient by them, at the same places
   */
  abstract double evaluate(float[] z, int from, int outputs, float target, float[] gradient);

  /** Whether the sample is put into the right class; for numbers, whether it is nearest to it. */
  abstract boolean isRight(float[] z, int from, int outputs, float target);

  /** The layers whose output {@link #evaluate} takes. */
  List<Layer> body(Network network) {
    List<Layer> layers = network.layers();
    checkEnd(layers.getLast(), network.output().size());
    return this == SQUARED_ERROR ? layers : layers.subList(0, layers.size() - 1);
  }

  private static int largest(float[] z, int from, int outputs) {
    int best = from;
    for (int i = from + 1; i < from + outputs; i++) {
      if (z[i] > z[best]) {
        best = i;
      }
    }
    return best;
  }
}
