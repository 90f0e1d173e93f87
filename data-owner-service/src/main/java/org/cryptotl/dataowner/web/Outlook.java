package org.cryptotl.dataowner.web;

import org.cryptotl.dataowner.features.FeatureOutlook;
import org.cryptotl.dataowner.features.FeatureSet;
import org.cryptotl.dataowner.features.Statistics;

/**
 * What the rest of a dataset would cost, by what the rows so far did.
 *
 * @param rows that have no features yet
 * @param chargedSamples of the model owner's query budget
 * @param bytes that would be sent, and come back
 * @param millis of all stages, one after the other: the most that it should take
 */
record Outlook(int rows, long chargedSamples, long bytes, double millis) {

  /**
   * Looks ahead.
   *
   * @param all rows of the dataset
   * @param capacity rows of a request
   */
  static Outlook of(FeatureSet set, int all, int capacity) {
    int rows = all - set.doneRows();
    Statistics cost = set.statistics();
    double requests = Math.max(1, cost.requests());
    double factor = Math.ceilDiv(rows, capacity) / requests;
    double millis = cost.stageMillis().values().stream().mapToDouble(Double::doubleValue).sum();
    return new Outlook(
        rows,
        FeatureOutlook.requests(rows, capacity) * capacity,
        Math.round((cost.bytesSent() + cost.bytesReceived()) * factor),
        millis * factor);
  }
}
