/**
 * Files of networks: the own format ({@link org.cryptotl.nn.format.ModelFile}) and the weight text
 * files of the CryptoTL authors' code ({@link org.cryptotl.nn.format.AuthorsWeights}). Readers
 * check sizes before they allocate and fail with {@link
 * org.cryptotl.nn.format.ModelFormatException}.
 *
 * <p>May import {@code layer} and {@code scaling}.
 */
package org.cryptotl.nn.format;
