package org.cryptotl.modelowner.models;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cryptotl.modelowner.training.EpochReport;

/** A version's row. */
record StoredVersion(
    String model,
    int version,
    Version.State state,
    NewVersion request,
    String sourceBlob,
    String modelBlob,
    String samplesBlob,
    List<EpochReport> epochs,
    String failure,
    Card card,
    Map<Mode, String> manifests,
    Instant createdAt) {

  Version told() {
    return new Version(model, version, state, epochs, failure, card, createdAt);
  }

  /** Its name where work is queued. */
  String instance() {
    return instance(model, version);
  }

  static String instance(String model, int version) {
    return model + "/" + version;
  }
}
