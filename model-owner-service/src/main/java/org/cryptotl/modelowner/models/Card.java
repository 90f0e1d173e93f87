package org.cryptotl.modelowner.models;

import java.util.List;
import org.cryptotl.modelowner.training.TrainingReport;

/** What anybody may know of a version; see the contract. */
record Card(
    int inputs,
    int outputs,
    double low,
    double high,
    String encoder,
    ScalerDocument scaler,
    double approximationError,
    List<ModeCard> modes,
    TrainingReport training,
    String release) {

  /** Entry i of an input is (x - offsets[i]) * factors[i]. */
  record ScalerDocument(String kind, List<Float> offsets, List<Float> factors) {}
}
