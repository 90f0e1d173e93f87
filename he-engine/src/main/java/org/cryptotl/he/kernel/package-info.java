/**
 * The hot loops over flat limb arrays. Each kernel is an interface with two twins: {@code
 * Scalar...}, the specification and the tests' oracle, and {@code Vector...} on the JDK's Vector
 * API, equal bit by bit. {@link org.cryptotl.he.kernel.Kernels} chooses once a process.
 *
 * <p>May import {@code arith}; only the {@code Vector...} classes import {@code
 * jdk.incubator.vector}. Reading: Harvey, "Faster arithmetic for number-theoretic transforms"
 * (2014); Van Loan, "Computational Frameworks for the Fast Fourier Transform" (1992), 1.7
 * (Stockham).
 */
package org.cryptotl.he.kernel;
