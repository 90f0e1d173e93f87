package org.cryptotl.nn.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The minimum of a smooth strictly convex function by L-BFGS (Liu and Nocedal 1989; Nocedal and
 * Wright, Numerical Optimization, algorithm 7.4) with backtracking.
 */
final class LimitedMemoryBfgs {

  private static final int MEMORY = 10;

  /** Steps end when the function falls by less than this share of itself. */
  private static final double TOLERANCE = 1e-5;

  /** A function with its gradient. */
  interface Function {
    /** The value at a point; writes the gradient. */
    double evaluate(double[] point, double[] gradient);
  }

  /** A step, how it changed the gradient, and their product. */
  private static final class Pair {
    private final double[] step;
    private final double[] change;
    private final double product;

    Pair(double[] step, double[] change, double product) {
      this.step = step;
      this.change = change;
      this.product = product;
    }
  }

  private LimitedMemoryBfgs() {}

  /** The minimum as near as the tolerance asks for, or what most steps lead to. */
  static double[] minimize(Function function, double[] start, int mostSteps) {
    double[] point = start.clone();
    double[] gradient = new double[point.length];
    double value = function.evaluate(point, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    for (int k = 0; k < mostSteps; k++) {
      double[] direction = direction(gradient, pairs);
      double slope = dot(direction, gradient);
      double length = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
      double[] next = new double[point.length];
      double[] nextGradient = new double[point.length];
      double nextValue = Double.POSITIVE_INFINITY;
      boolean falls = false;
      for (int halvings = 0; halvings < 30 && slope < 0 && !falls; halvings++, length /= 2) {
        for (int j = 0; j < next.length; j++) {
          next[j] = point[j] + length * direction[j];
        }
        nextValue = function.evaluate(next, nextGradient);
        falls = nextValue <= value + 1e-4 * length * slope;
      }
      if (!falls) {
        return point;
      }
      double[] step = minus(next, point);
      double[] change = minus(nextGradient, gradient);
      double product = dot(step, change);
      if (product > 0) {
        pairs.addFirst(new Pair(step, change, product));
        if (pairs.size() > MEMORY) {
          pairs.removeLast();
        }
      }
      double fall = value - nextValue;
      point = next;
      gradient = nextGradient;
      value = nextValue;
      if (fall <= TOLERANCE * Math.abs(value)) {
        return point;
      }
    }
    return point;
  }

  /** Minus the gradient, times the approximate inverse Hessian. */
  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] q = new double[gradient.length];
    addTo(q, -1, gradient);
    double[] factors = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      factors[i] = dot(pair.step, q) / pair.product;
      addTo(q, -factors[i++], pair.change);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getFirst();
      double scale = last.product / dot(last.change, last.change);
      for (int j = 0; j < q.length; j++) {
        q[j] *= scale;
      }
    }
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
      Pair pair = oldest.next();
      addTo(q, factors[--i] - dot(pair.change, q) / pair.product, pair.step);
    }
    return q;
  }

  private static void addTo(double[] sum, double factor, double[] x) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * x[j];
    }
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    addTo(difference, -1, b);
    return difference;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
