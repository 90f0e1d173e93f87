/**
 * Transfer between tasks: training the base that a model owner freezes, and the head that a data
 * owner learns from its own labels.
 *
 * <p>May import {@code layer}, {@code training}, {@code scaling}, {@code metric}. Start reading at
 * {@link org.cryptotl.nn.transfer.BaseTraining} and {@link org.cryptotl.nn.transfer.HeadTraining}.
 */
package org.cryptotl.nn.transfer;
