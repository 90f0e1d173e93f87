package org.cryptotl.dataowner.heads;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.cryptotl.nn.transfer.HeadInput;
import org.jspecify.annotations.Nullable;

/**
 * A head to be imported.
 *
 * @param name of the head; a name that exists gets a new version
 * @param modelOwnerId the connection
 * @param model whose features it sees
 * @param version of the model
 * @param input what it sees; as the file says if not given
 * @param labels in order of their class numbers; as the file says if not given
 */
public record HeadImport(
    @NotBlank @Size(max = 200) String name,
    @NotBlank String modelOwnerId,
    @NotBlank String model,
    @Min(1) int version,
    @Nullable HeadInput input,
    @Nullable List<@NotBlank String> labels) {

  /** Copies the list. */
  public HeadImport {
    labels = labels == null || labels.isEmpty() ? null : List.copyOf(labels);
  }
}
