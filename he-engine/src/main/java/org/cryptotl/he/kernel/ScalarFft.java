package org.cryptotl.he.kernel;

/** The complex transform in plain Java; one loop nest a direction. */
final class ScalarFft implements FftKernel {

  @Override
  public void forward(double[] re, double[] im, FftTable table) {
    int n = table.slots();
    double[][] work = Scratch.complex(n);
    for (int s = 0; s < table.logSlots; s++) {
      for (int i = 0; i < n / 2; i++) {
        int v = i & ((1 << s) - 1);
        int o = 2 * i - v;
        double yRe = re[i + n / 2];
        double yIm = im[i + n / 2];
        double wRe = table.re[s][v];
        double wIm = table.im[s][v];
        double tRe = Math.fma(yRe, wRe, -(yIm * wIm));
        double tIm = Math.fma(yRe, wIm, yIm * wRe);
        work[0][o] = re[i] + tRe;
        work[1][o] = im[i] + tIm;
        work[0][o + (1 << s)] = re[i] - tRe;
        work[1][o + (1 << s)] = im[i] - tIm;
      }
      System.arraycopy(work[0], 0, re, 0, n);
      System.arraycopy(work[1], 0, im, 0, n);
    }
  }

  @Override
  public void inverse(double[] re, double[] im, FftTable table) {
    int n = table.slots();
    double[][] work = Scratch.complex(n);
    for (int s = table.logSlots - 1; s >= 0; s--) {
      for (int i = 0; i < n / 2; i++) {
        int v = i & ((1 << s) - 1);
        int o = 2 * i - v;
        int p = o + (1 << s);
        double dRe = re[o] - re[p];
        double dIm = im[o] - im[p];
        double wRe = table.re[s][v];
        double wIm = table.im[s][v];
        work[0][i] = (re[o] + re[p]) * 0.5;
        work[1][i] = (im[o] + im[p]) * 0.5;
        work[0][i + n / 2] = Math.fma(dRe, wRe, dIm * wIm) * 0.5;
        work[1][i + n / 2] = Math.fma(dIm, wRe, -(dRe * wIm)) * 0.5;
      }
      System.arraycopy(work[0], 0, re, 0, n);
      System.arraycopy(work[1], 0, im, 0, n);
    }
  }
}
