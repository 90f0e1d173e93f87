package org.cryptotl.dataowner.features;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.cryptotl.dataowner.modelowner.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Features to be extracted.
 *
 * @param datasetId whose rows
 * @param modelOwnerId the connection
 * @param model its name
 * @param version its version
 * @param mode how; if not given, the mode that is sooner done without wasting the model owner's
 *     query budget, among those with keys
 * @param rows the first so many; if not given, all
 */
public record FeatureRequest(
    @NotBlank String datasetId,
    @NotBlank String modelOwnerId,
    @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,59}") String model,
    @Min(1) int version,
    @Nullable Mode mode,
    @Nullable @Min(2) Integer rows) {}
