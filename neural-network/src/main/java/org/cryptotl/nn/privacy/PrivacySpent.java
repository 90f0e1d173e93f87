package org.cryptotl.nn.privacy;

/**
 * What an accountant needs to know about a training: how often the sampled Gaussian mechanism ran.
 *
 * @param samplingRate q, the probability of each sample to be in a step, in (0, 1]
 * @param noiseMultiplier sigma, above 0
 * @param steps number of steps, at least 0
 */
public record PrivacySpent(double samplingRate, double noiseMultiplier, long steps) {}
