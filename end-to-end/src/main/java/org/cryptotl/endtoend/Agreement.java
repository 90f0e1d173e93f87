package org.cryptotl.endtoend;

import java.util.List;

/**
 * How near encrypted results are to plain ones.
 *
 * @param texts compared
 * @param sameLabels of them
 * @param largestDifference of a probability
 */
record Agreement(int texts, int sameLabels, double largestDifference) {

  static Agreement of(Classified encrypted, double[][] plain, List<String> names) {
    List<String> labels = PlainTwin.labels(plain, names);
    int same = 0;
    double largest = 0;
    for (int i = 0; i < plain.length; i++) {
      same += encrypted.labels().get(i).equals(labels.get(i)) ? 1 : 0;
      for (int c = 0; c < plain[i].length; c++) {
        double difference = Math.abs(plain[i][c] - encrypted.probabilities().get(i).get(c));
        largest = Math.max(largest, difference);
      }
    }
    return new Agreement(plain.length, same, largest);
  }
}
