package org.cryptotl.dataowner.heads;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.cryptotl.nn.transfer.HeadInput;
import org.cryptotl.nn.transfer.HeadOptions;
import org.jspecify.annotations.Nullable;

/**
 * A head to be trained. What is not given is as in {@link HeadOptions#standard}.
 *
 * @param featureSetId on which features
 * @param name of the head; a name that exists gets a new version
 * @param inputs among what to choose that the head sees; all three if not given
 * @param balanced whether all labels count as much, whatever their numbers; yes if not given
 * @param seed of folds and of heads of two layers; 1 if not given
 * @param folds of cross-validation
 * @param twoLayersFrom number of labels from which on heads of two layers are tried too
 * @param hidden width of the first of two layers
 * @param epochs most epochs of heads of two layers
 * @param patience epochs without a smaller loss on held-out rows before their training ends
 */
public record HeadRequest(
    @NotBlank String featureSetId,
    @NotBlank @Size(max = 200) String name,
    @Nullable List<HeadInput> inputs,
    @Nullable Boolean balanced,
    @Nullable Long seed,
    @Nullable @Min(2) @Max(20) Integer folds,
    @Nullable @Min(1) Integer twoLayersFrom,
    @Nullable @Min(1) @Max(1024) Integer hidden,
    @Nullable @Min(1) @Max(500) Integer epochs,
    @Nullable @Min(1) @Max(500) Integer patience) {

  private static final long SEED = 1;

  /** Copies the list. */
  public HeadRequest {
    inputs = inputs == null || inputs.isEmpty() ? null : List.copyOf(inputs);
  }

  /** The seed, or the usual one. */
  long seedOrUsual() {
    return seed == null ? SEED : seed;
  }

  /** Among which heads to choose. */
  HeadOptions options() {
    HeadOptions usual = HeadOptions.standard();
    HeadOptions options =
        usual
            .withSeed(seedOrUsual())
            .withBalanced(!Boolean.FALSE.equals(balanced))
            .withInputs(inputs == null ? usual.inputs() : inputs)
            .withTwoLayersFrom(twoLayersFrom == null ? usual.twoLayersFrom() : twoLayersFrom)
            .withHidden(hidden == null ? usual.hidden() : hidden)
            .withEpochs(
                epochs == null ? usual.epochs() : epochs,
                patience == null ? usual.patience() : patience);
    return folds == null ? options : options.withFolds(folds);
  }
}
