package org.cryptotl.dataowner.heads;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.cryptotl.dataowner.modelowner.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Samples to be classified: texts or vectors.
 *
 * @param texts for models with an encoder
 * @param vectors for the others
 * @param mode how; if not given, the one that is sooner done by its manifest, among those with keys
 */
public record PredictionRequest(
    @Nullable @Size(min = 1, max = 10_000) List<@NotNull @Size(max = 100_000) String> texts,
    @Nullable @Size(min = 1, max = 10_000) List<@NotNull List<@NotNull Float>> vectors,
    @Nullable Mode mode) {

  @Override
  public String toString() {
    return "PredictionRequest[redacted]";
  }
}
