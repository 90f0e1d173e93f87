/**
 * Training in plain: backpropagation, losses, optimizers, early stopping, splits and
 * cross-validation; with {@code privacy}, differentially private.
 *
 * <p>The same network, samples, options and seed give the same weights bit by bit, whatever the
 * number of threads: work is divided by samples and weights, never by threads, and every sum has a
 * fixed order. Memory is linear in the batch and in the weights; samples are read when they are
 * needed.
 *
 * <p>May import {@code layer}, {@code kernel}, {@code privacy}. Start reading at {@link
 * org.cryptotl.nn.training.Trainer}.
 */
package org.cryptotl.nn.training;
