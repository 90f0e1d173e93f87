package org.cryptotl.he.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;
import static org.cryptotl.he.kernel.VectorLanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The complex transform on vectors of doubles. As in {@link VectorNtt}, the first stages, whose
 * tree nodes are fewer than the lanes, interleave within vectors. Stages alternate between the
 * arrays and work memory.
 */
final class VectorFft implements FftKernel {

  private static final int LANES = DOUBLES.length();
  private static final int LOG_LANES = Integer.numberOfTrailingZeros(LANES);

  @Override
  public void forward(double[] re, double[] im, FftTable table) {
    int n = table.slots();
    double[][] work = Scratch.complex(n);
    double[] fromRe = re;
    double[] fromIm = im;
    double[] toRe = work[0];
    double[] toIm = work[1];
    for (int s = 0; s < table.logSlots; s++) {
      forwardStage(fromRe, fromIm, toRe, toIm, table, s);
      double[] swapRe = fromRe;
      double[] swapIm = fromIm;
      fromRe = toRe;
      fromIm = toIm;
      toRe = swapRe;
      toIm = swapIm;
    }
    if ((table.logSlots & 1) == 1) {
      System.arraycopy(work[0], 0, re, 0, n);
      System.arraycopy(work[1], 0, im, 0, n);
    }
  }

  @Override
  public void inverse(double[] re, double[] im, FftTable table) {
    int n = table.slots();
    double[][] work = Scratch.complex(n);
    double[] fromRe = re;
    double[] fromIm = im;
    double[] toRe = work[0];
    double[] toIm = work[1];
    for (int s = table.logSlots - 1; s >= 0; s--) {
      inverseStage(fromRe, fromIm, toRe, toIm, table, s);
      double[] swapRe = fromRe;
      double[] swapIm = fromIm;
      fromRe = toRe;
      fromIm = toIm;
      toRe = swapRe;
      toIm = swapIm;
    }
    if ((table.logSlots & 1) == 1) {
      System.arraycopy(work[0], 0, re, 0, n);
      System.arraycopy(work[1], 0, im, 0, n);
    }
  }

  private static void forwardStage(
      double[] re, double[] im, double[] outRe, double[] outIm, FftTable table, int s) {
    if (s < LOG_LANES) {
      forwardEdge(re, im, outRe, outIm, table, s);
    } else {
      for (int v = 0; v < 1 << s; v += LANES) {
        forwardColumn(re, im, outRe, outIm, table, s, v);
      }
    }
  }

  private static void inverseStage(
      double[] re, double[] im, double[] outRe, double[] outIm, FftTable table, int s) {
    if (s < LOG_LANES) {
      inverseEdge(re, im, outRe, outIm, table, s);
    } else {
      for (int v = 0; v < 1 << s; v += LANES) {
        inverseColumn(re, im, outRe, outIm, table, s, v);
      }
    }
  }

  private static void forwardColumn(
      double[] re, double[] im, double[] outRe, double[] outIm, FftTable table, int s, int v) {
    DoubleVector wRe = DoubleVector.fromArray(DOUBLES, table.re[s], v);
    DoubleVector wIm = DoubleVector.fromArray(DOUBLES, table.im[s], v);
    int n = table.slots();
    int nodes = 1 << s;
    for (int i = v, o = v; i < n / 2; i += nodes, o += 2 * nodes) {
      DoubleVector xRe = DoubleVector.fromArray(DOUBLES, re, i);
      DoubleVector xIm = DoubleVector.fromArray(DOUBLES, im, i);
      DoubleVector yRe = DoubleVector.fromArray(DOUBLES, re, i + n / 2);
      DoubleVector yIm = DoubleVector.fromArray(DOUBLES, im, i + n / 2);
      DoubleVector tRe = yRe.lanewise(FMA, wRe, yIm.mul(wIm).neg());
      DoubleVector tIm = yRe.lanewise(FMA, wIm, yIm.mul(wRe));
      xRe.add(tRe).intoArray(outRe, o);
      xIm.add(tIm).intoArray(outIm, o);
      xRe.sub(tRe).intoArray(outRe, o + nodes);
      xIm.sub(tIm).intoArray(outIm, o + nodes);
    }
  }

  private static void inverseColumn(
      double[] re, double[] im, double[] outRe, double[] outIm, FftTable table, int s, int v) {
    DoubleVector wRe = DoubleVector.fromArray(DOUBLES, table.re[s], v);
    DoubleVector wIm = DoubleVector.fromArray(DOUBLES, table.im[s], v);
    int n = table.slots();
    int nodes = 1 << s;
    for (int i = v, o = v; i < n / 2; i += nodes, o += 2 * nodes) {
      DoubleVector xRe = DoubleVector.fromArray(DOUBLES, re, o);
      DoubleVector xIm = DoubleVector.fromArray(DOUBLES, im, o);
      DoubleVector yRe = DoubleVector.fromArray(DOUBLES, re, o + nodes);
      DoubleVector yIm = DoubleVector.fromArray(DOUBLES, im, o + nodes);
      DoubleVector dRe = xRe.sub(yRe);
      DoubleVector dIm = xIm.sub(yIm);
      xRe.add(yRe).mul(0.5).intoArray(outRe, i);
      xIm.add(yIm).mul(0.5).intoArray(outIm, i);
      dRe.lanewise(FMA, wRe, dIm.mul(wIm)).mul(0.5).intoArray(outRe, i + n / 2);
      dIm.lanewise(FMA, wRe, dRe.mul(wIm).neg()).mul(0.5).intoArray(outIm, i + n / 2);
    }
  }

  private static void forwardEdge(
      double[] re, double[] im, double[] outRe, double[] outIm, FftTable table, int s) {
    Runs runs = Runs.of(s);
    DoubleVector wRe = DoubleVector.fromArray(DOUBLES, table.re[s], 0);
    DoubleVector wIm = DoubleVector.fromArray(DOUBLES, table.im[s], 0);
    int n = table.slots();
    for (int i = 0; i < n / 2; i += LANES) {
      DoubleVector yRe = DoubleVector.fromArray(DOUBLES, re, i + n / 2);
      DoubleVector yIm = DoubleVector.fromArray(DOUBLES, im, i + n / 2);
      DoubleVector tRe = yRe.lanewise(FMA, wRe, yIm.mul(wIm).neg());
      DoubleVector tIm = yRe.lanewise(FMA, wIm, yIm.mul(wRe));
      zip(DoubleVector.fromArray(DOUBLES, re, i), tRe, runs, outRe, 2 * i);
      zip(DoubleVector.fromArray(DOUBLES, im, i), tIm, runs, outIm, 2 * i);
    }
  }

  private static void inverseEdge(
      double[] re, double[] im, double[] outRe, double[] outIm, FftTable table, int s) {
    Runs runs = Runs.of(s);
    DoubleVector wRe = DoubleVector.fromArray(DOUBLES, table.re[s], 0);
    DoubleVector wIm = DoubleVector.fromArray(DOUBLES, table.im[s], 0);
    int n = table.slots();
    for (int i = 0; i < n / 2; i += LANES) {
      DoubleVector xRe = unzipFirst(re, 2 * i, runs);
      DoubleVector yRe = unzipSecond(re, 2 * i, runs);
      DoubleVector xIm = unzipFirst(im, 2 * i, runs);
      DoubleVector yIm = unzipSecond(im, 2 * i, runs);
      DoubleVector dRe = xRe.sub(yRe);
      DoubleVector dIm = xIm.sub(yIm);
      xRe.add(yRe).mul(0.5).intoArray(outRe, i);
      xIm.add(yIm).mul(0.5).intoArray(outIm, i);
      dRe.lanewise(FMA, wRe, dIm.mul(wIm)).mul(0.5).intoArray(outRe, i + n / 2);
      dIm.lanewise(FMA, wRe, dRe.mul(wIm).neg()).mul(0.5).intoArray(outIm, i + n / 2);
    }
  }

  private static void zip(DoubleVector x, DoubleVector t, Runs runs, double[] out, int o) {
    DoubleVector sum = x.add(t);
    DoubleVector difference = x.sub(t);
    sum.rearrange(runs.zipLow)
        .blend(difference.rearrange(runs.zipLow), runs.second)
        .intoArray(out, o);
    sum.rearrange(runs.zipHigh)
        .blend(difference.rearrange(runs.zipHigh), runs.second)
        .intoArray(out, o + LANES);
  }

  private static DoubleVector unzipFirst(double[] a, int o, Runs runs) {
    DoubleVector low = DoubleVector.fromArray(DOUBLES, a, o);
    DoubleVector high = DoubleVector.fromArray(DOUBLES, a, o + LANES);
    return low.rearrange(runs.unzipFirst).blend(high.rearrange(runs.unzipFirst), runs.upper);
  }

  private static DoubleVector unzipSecond(double[] a, int o, Runs runs) {
    DoubleVector low = DoubleVector.fromArray(DOUBLES, a, o);
    DoubleVector high = DoubleVector.fromArray(DOUBLES, a, o + LANES);
    return low.rearrange(runs.unzipSecond).blend(high.rearrange(runs.unzipSecond), runs.upper);
  }

  /**
   * The lane orders that interleave two vectors in runs of 2^s lanes, and that undo it.
   *
   * @param zipLow lanes of either vector for the first result
   * @param zipHigh lanes of either vector for the second result
   * @param second lanes that come from the second vector
   * @param unzipFirst lanes of either vector for every first run
   * @param unzipSecond lanes of either vector for every second run
   * @param upper lanes that come from the second vector
   */
  private record Runs(
      VectorShuffle<Double> zipLow,
      VectorShuffle<Double> zipHigh,
      VectorMask<Double> second,
      VectorShuffle<Double> unzipFirst,
      VectorShuffle<Double> unzipSecond,
      VectorMask<Double> upper) {

    private static final Runs[] BY_STAGE = new Runs[LOG_LANES];

    static {
      for (int s = 0; s < LOG_LANES; s++) {
        BY_STAGE[s] = make(s);
      }
    }

    static Runs of(int s) {
      return BY_STAGE[s];
    }

    private static Runs make(int s) {
      int run = 1 << s;
      int[] zipLow = new int[LANES];
      int[] zipHigh = new int[LANES];
      int[] first = new int[LANES];
      int[] second = new int[LANES];
      long fromSecond = 0;
      for (int l = 0; l < LANES; l++) {
        zipLow[l] = (l / (2 * run)) * run + l % run;
        zipHigh[l] = zipLow[l] + LANES / 2;
        fromSecond |= (long) ((l / run) & 1) << l;
        int o = (l / run) * 2 * run + l % run;
        first[l] = o % LANES;
        second[l] = (o + run) % LANES;
      }
      return new Runs(
          VectorShuffle.fromValues(DOUBLES, zipLow),
          VectorShuffle.fromValues(DOUBLES, zipHigh),
          VectorMask.fromLong(DOUBLES, fromSecond),
          VectorShuffle.fromValues(DOUBLES, first),
          VectorShuffle.fromValues(DOUBLES, second),
          VectorMask.fromLong(DOUBLES, ((1L << LANES) - 1) & -(1L << (LANES / 2))));
    }
  }
}
