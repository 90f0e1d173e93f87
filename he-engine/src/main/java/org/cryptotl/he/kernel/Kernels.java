package org.cryptotl.he.kernel;

/**
 * Chooses, once a process, between the scalar and the vector twin of each kernel.
 *
 * <p>The vector twin needs the module {@code jdk.incubator.vector} (JVM option {@code --add-modules
 * jdk.incubator.vector}); without it the scalar twin serves, with a warning. The system property
 * {@value #KERNEL_PROPERTY} asks for {@code scalar} or {@code vector}, and {@value
 * #VECTOR_BITS_PROPERTY} for vectors of at most 128, 256 or 512 bits.
 */
public final class Kernels {

  /** Names the twin: {@code scalar} or {@code vector} (the default). */
  public static final String KERNEL_PROPERTY = "cryptotl.kernel";

  /** Bounds the width of the vectors: 128, 256 or 512 (the default). */
  public static final String VECTOR_BITS_PROPERTY = "cryptotl.vectorBits";

  private static final boolean USE_VECTORS = chooseVectors();

  /** Number-theoretic transforms. */
  public static final NttKernel NTT = USE_VECTORS ? new VectorNtt() : new ScalarNtt();

  /** Operations on one or two limbs, place by place. */
  public static final LimbKernel LIMBS = USE_VECTORS ? new VectorLimbs() : new ScalarLimbs();

  /** Sums of many products. */
  public static final ProductKernel PRODUCTS =
      USE_VECTORS ? new VectorProducts() : new ScalarProducts();

  /** Complex Fourier transforms of the encoder. */
  public static final FftKernel FFT = USE_VECTORS ? new VectorFft() : new ScalarFft();

  private Kernels() {}

  /** Returns the width of the vectors that were chosen, in bits; 0 for the scalar twin. */
  public static int vectorBits() {
    return USE_VECTORS ? VectorLanes.BITS : 0;
  }

  /** Returns what was chosen: {@code "scalar"} or {@code "vector, 512 bits"}. */
  public static String description() {
    return USE_VECTORS ? "vector, " + VectorLanes.BITS + " bits" : "scalar";
  }

  private static boolean chooseVectors() {
    System.Logger log = System.getLogger(Kernels.class.getName());
    String wanted = System.getProperty(KERNEL_PROPERTY, "vector");
    if (!wanted.equals("scalar") && !wanted.equals("vector")) {
      throw new IllegalArgumentException(
          KERNEL_PROPERTY + ": got " + wanted + ", expected scalar or vector");
    }
    if (wanted.equals("scalar")) {
      log.log(System.Logger.Level.INFO, "kernel: scalar, as asked for");
      return false;
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      log.log(
          System.Logger.Level.WARNING,
          "kernel: scalar, 5 to 10 times slower than vectors;"
              + " start the JVM with --add-modules jdk.incubator.vector");
      return false;
    }
    log.log(System.Logger.Level.INFO, "kernel: vector, {0} bits", VectorLanes.BITS);
    return true;
  }
}
