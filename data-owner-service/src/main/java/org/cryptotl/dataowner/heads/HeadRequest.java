package org.cryptotl.dataowner.heads;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.cryptotl.nn.transfer.HeadInput;
import org.jspecify.annotations.Nullable;

/**
 * A head to be trained.
 *
 * @param featureSetId on which features
 * @param name of the head; a name that exists gets a new version
 * @param inputs among what to choose that the head sees; all three if not given
 * @param balanced whether all labels count as much, whatever their numbers; yes if not given
 * @param seed of folds and of heads of two layers; 1 if not given
 */
public record HeadRequest(
    @NotBlank String featureSetId,
    @NotBlank @Size(max = 200) String name,
    @Nullable List<HeadInput> inputs,
    @Nullable Boolean balanced,
    @Nullable Long seed) {

  /** Copies the list. */
  public HeadRequest {
    inputs = inputs == null || inputs.isEmpty() ? null : List.copyOf(inputs);
  }
}
