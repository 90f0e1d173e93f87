package org.cryptotl.nn.training;

/**
 * What an epoch brought.
 *
 * @param number from 1
 * @param trainingLoss mean over the epoch's samples, as the weights were when each was seen, with
 *     class weights and range penalty, without L2
 * @param validationLoss mean over the validation part after the epoch, with class weights; NaN
 *     without one
 * @param validationAccuracy share of the validation part that was put into the right class; NaN
 *     without one
 * @param elapsedMillis since training began
 */
public record Epoch(
    int number,
    double trainingLoss,
    double validationLoss,
    double validationAccuracy,
    long elapsedMillis) {}
