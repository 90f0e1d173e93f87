package org.cryptotl.nn.lowering;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.cryptotl.nn.layer.Activation;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Range;
import org.cryptotl.nn.layer.Relu;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.layer.Tanh;

/** Finds the polynomial in place of one activation. */
final class ActivationLowering {

  private ActivationLowering() {}

  /**
   * Lowers an activation.
   *
   * @param inputs one row a sample
   */
  static ActivationReport lower(
      int index, Activation layer, Approximation approximation, List<double[]> inputs) {
    Range seen = seen(inputs);
    if (layer instanceof Polynomial given) {
      double[] powers = given.coefficients().stream().mapToDouble(c -> c).toArray();
      return new ActivationReport(
          index,
          layer.name(),
          seen,
          given.range(),
          outside(given.range(), inputs),
          org.cryptotl.he.circuit.Polynomial.powers(powers),
          0,
          0,
          0);
    }
    DoubleUnaryOperator function = function(layer);
    Range range = widened(seen, approximation.margin());
    Fit fit = fit(index, layer, function, range, approximation);
    double max = 0;
    double sum = 0;
    long count = 0;
    for (double[] row : inputs) {
      for (double x : row) {
        double error = Math.abs(fit.polynomial().at(x) - function.applyAsDouble(x));
        max = Math.max(max, error);
        sum += error;
      }
      count += row.length;
    }
    return new ActivationReport(
        index,
        layer.name(),
        seen,
        range,
        outside(range, inputs),
        fit.polynomial(),
        fit.maxError(),
        max,
        sum / count);
  }

  private static DoubleUnaryOperator function(Activation layer) {
    return switch (layer) {
      case Relu _ -> x -> Math.max(x, 0);
      case Sigmoid _ -> x -> 1 / (1 + Math.exp(-x));
      case Tanh _ -> Math::tanh;
      case Softmax _, Polynomial _ ->
          throw new IllegalArgumentException("no function of one number: " + layer.name());
    };
  }

  private static Fit fit(
      int index,
      Activation layer,
      DoubleUnaryOperator function,
      Range range,
      Approximation approximation) {
    if (approximation.degree().isPresent()) {
      int degree = approximation.degree().getAsInt();
      return Fit.of(function, range, approximation.method(), degree);
    }
    double least = Double.POSITIVE_INFINITY;
    for (int degree = 1; degree <= approximation.maxDegree(); degree++) {
      Fit fit = Fit.of(function, range, approximation.method(), degree);
      if (fit.maxError() <= approximation.wantedError()) {
        return fit;
      }
      least = Math.min(least, fit.maxError());
    }
    throw new IllegalArgumentException(
        "layer %d, %s: polynomials up to degree %d are off by %.3g or more on [%.3g, %.3g], wanted %.3g; allow a greater degree or error, or train with a polynomial activation"
            .formatted(
                index,
                layer.name(),
                approximation.maxDegree(),
                least,
                range.from(),
                range.to(),
                approximation.wantedError()));
  }

  private static Range seen(List<double[]> inputs) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double[] row : inputs) {
      for (double x : row) {
        least = Math.min(least, x);
        greatest = Math.max(greatest, x);
      }
    }
    if (!Double.isFinite(greatest - least)) {
      throw new IllegalArgumentException(
          "lowering: the samples' values overflow; scale the inputs as in training");
    }
    // One value alone is no interval: take a little of it on both sides.
    double little = greatest > least ? 0 : Math.max(1e-3, Math.abs(least) * 1e-3);
    return new Range(least - little, greatest + little);
  }

  private static Range widened(Range range, double margin) {
    double width = (range.to() - range.from()) * margin;
    return new Range(range.from() - width, range.to() + width);
  }

  private static long outside(Range range, List<double[]> inputs) {
    long count = 0;
    for (double[] row : inputs) {
      for (double x : row) {
        count += range.contains(x) ? 0 : 1;
      }
    }
    return count;
  }
}
