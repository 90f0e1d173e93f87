package org.cryptotl.modelowner.training;

/**
 * What an epoch brought.
 *
 * @param fold the fold that is held out, from 1; 0 for the training of the network that is kept
 * @param number from 1
 * @param of most of them
 * @param trainingLoss mean over the training rows
 * @param validationLoss mean over the held-out rows
 * @param validationAccuracy share of the held-out rows that are put into the right class
 */
public record EpochReport(
    int fold,
    int number,
    int of,
    double trainingLoss,
    double validationLoss,
    double validationAccuracy) {}
