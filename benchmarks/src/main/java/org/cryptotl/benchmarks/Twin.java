package org.cryptotl.benchmarks;

import org.cryptotl.he.kernel.Kernels;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The options of the JVM that a benchmark asks for, and the check that it got them. */
final class Twin {

  /** First part of the option that resolves the Vector API, which both JVMs do. */
  static final String ADD_MODULES = "--add-modules";

  /** Second part of that option. */
  static final String VECTOR_API = "jdk.incubator.vector";

  /** Chooses the kernels in plain Java. */
  static final String SCALAR = "-D" + Kernels.KERNEL_PROPERTY + "=scalar";

  private Twin() {}

  /**
   * Fails if this JVM does not run the kernels that the benchmark's name promises, for instance
   * because {@code -jvmArgsAppend} on the command line replaced the options of the annotation.
   */
  static void check(BenchmarkParams params) {
    String name = params.getBenchmark();
    String twin = name.endsWith("Scalar") ? "scalar" : "vector";
    if (!Kernels.description().startsWith(twin)) {
      throw new IllegalStateException(
          "%s: the kernels are %s, expected %s; use -jvmArgsPrepend for options of your own"
              .formatted(name, Kernels.description(), twin));
    }
  }
}
