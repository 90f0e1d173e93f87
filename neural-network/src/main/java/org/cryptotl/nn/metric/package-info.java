/**
 * How good predictions are: what is counted from labels ({@link
 * org.cryptotl.nn.metric.ConfusionMatrix}), from the order of scores ({@link
 * org.cryptotl.nn.metric.RocCurve}) and from probabilities ({@link org.cryptotl.nn.metric.LogLoss},
 * {@link org.cryptotl.nn.metric.Calibration}).
 *
 * <p>May import the JDK alone. Reading: Fawcett, "An introduction to ROC analysis" (2006); Guo et
 * al., "On Calibration of Modern Neural Networks" (ICML 2017).
 */
package org.cryptotl.nn.metric;
