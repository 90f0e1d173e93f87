package org.cryptotl.modelowner.models;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Optional;
import org.cryptotl.modelowner.training.TrainingRequest;

/** What a new version is to be; what is not given is null and has a usual value. */
record NewVersion(
    @NotNull Source source,
    @DecimalMin("-1e6") @DecimalMax("1e6") Double low,
    @DecimalMin("-1e6") @DecimalMax("1e6") Double high,
    @Positive @DecimalMax("1000") Double maxError,
    Integer batch,
    List<Mode> modes,
    @Valid TrainingRequest training) {

  /** What the file is. */
  enum Source {
    MODEL_FILE,
    ONNX,
    AUTHORS_TEXT,
    CSV
  }

  NewVersion {
    low = Optional.ofNullable(low).orElse(-1.0);
    high = Optional.ofNullable(high).orElse(1.0);
    maxError = Optional.ofNullable(maxError).orElse(1e-3);
    batch = Optional.ofNullable(batch).orElse(1);
    modes = modes == null ? List.of(Mode.values()) : modes.stream().distinct().sorted().toList();
  }

  @JsonIgnore
  @AssertTrue(message = "must be given for source CSV, and for no other")
  boolean isTrainingGivenForCsv() {
    return source == null || (source == Source.CSV) == (training != null);
  }

  @JsonIgnore
  @AssertTrue(message = "must be 1, 2, 4 or 8")
  boolean isBatchPossible() {
    return batch == 1 || batch == 2 || batch == 4 || batch == 8;
  }

  @JsonIgnore
  @AssertTrue(message = "must not be empty")
  boolean isModesGiven() {
    return !modes.isEmpty();
  }

  @JsonIgnore
  @AssertTrue(message = "low must be below high")
  boolean isRangeInOrder() {
    return low < high;
  }
}
