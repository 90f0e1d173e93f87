package org.cryptotl.he.kernel;

/**
 * The canonical embedding on doubles: the complex counterpart of {@link NttKernel}.
 *
 * <p>{@link ScalarFft} is the specification; {@link VectorFft} gives the same doubles bit by bit.
 */
public interface FftKernel {

  /**
   * Evaluates c(X) = sum c_k X^k at zeta^(5^j), j = 0, 1, ..., in place; zeta = exp(pi i / 2n).
   *
   * @param re real parts of the n coefficients; overwritten by those of the n values
   * @param im imaginary parts
   */
  void forward(double[] re, double[] im, FftTable table);

  /** Inverse of {@link #forward}. */
  void inverse(double[] re, double[] im, FftTable table);
}
