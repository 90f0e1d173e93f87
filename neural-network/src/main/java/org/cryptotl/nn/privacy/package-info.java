/**
 * Differential privacy of training (DP-SGD; Abadi et al. 2016, "Deep Learning with Differential
 * Privacy", algorithm 1): what is asked for, the secure randomness, and what it cost.
 *
 * <p>May import the engine's {@code ring} (random streams). Reading: Abadi et al. 2016; Mironov et
 * al. 2019, "Renyi Differential Privacy of the Sampled Gaussian Mechanism".
 */
package org.cryptotl.nn.privacy;
