package org.cryptotl.dataowner.modelowner;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * One mode of a version of a model.
 *
 * @param modelOwnerId the connection
 * @param model its name
 * @param version its version
 * @param mode how it is evaluated
 */
public record ModelRef(
    @NotBlank String modelOwnerId,
    @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,59}") String model,
    @Min(1) int version,
    @NotNull Mode mode) {

  @Override
  public String toString() {
    return "%s version %d (%s)".formatted(model, version, mode);
  }
}
