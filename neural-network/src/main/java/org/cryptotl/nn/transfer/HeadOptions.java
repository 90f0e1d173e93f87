package org.cryptotl.nn.transfer;

import java.util.List;
import java.util.OptionalInt;

/**
 * Among which heads to choose, and how.
 *
 * @param inputs what a head may see, the most trusted first: another is chosen only where it is
 *     better by more than one standard error; with {@link HeadInput#BOTH} among them, logistic
 *     heads are pooled instead
 * @param penalties L2 strengths of logistic heads, in the units of {@link HeadModel.Logistic},
 *     above 0
 * @param hidden width of heads of two layers, at least 1
 * @param twoLayersFrom number of samples from which on heads of two layers are tried
 * @param epochs most epochs of heads of two layers, at least 1
 * @param patience epochs without a smaller loss on held-out samples before their training ends, at
 *     least 1
 * @param folds of cross-validation, at least 2; fewer where a class has fewer samples; if empty 5,
 *     and 3 from 1,000 samples on
 * @param balanced whether all classes count as much, whatever their numbers of samples
 * @param seed of the folds and of heads of two layers
 */
public record HeadOptions(
    List<HeadInput> inputs,
    List<Double> penalties,
    int hidden,
    int twoLayersFrom,
    int epochs,
    int patience,
    OptionalInt folds,
    boolean balanced,
    long seed) {

  /** Checks the numbers and copies the lists. */
  public HeadOptions {
    inputs = List.copyOf(inputs);
    penalties = List.copyOf(penalties);
    if (inputs.isEmpty() || inputs.stream().distinct().count() < inputs.size()) {
      throw new IllegalArgumentException(
          "head: got the inputs %s, expected at least one, each once".formatted(inputs));
    }
    if (penalties.isEmpty() || !penalties.stream().allMatch(l -> l > 0 && Double.isFinite(l))) {
      throw new IllegalArgumentException(
          "head: got the L2 strengths %s, expected at least one, finite and above 0"
              .formatted(penalties));
    }
    for (int i = 1; i < penalties.size(); i++) {
      if (penalties.get(i) >= penalties.get(i - 1)) {
        throw new IllegalArgumentException(
            "head: got the L2 strengths %s, expected them from the strongest to the weakest"
                .formatted(penalties));
      }
    }
    if (hidden < 1) {
      throw new IllegalArgumentException("head: got width " + hidden + ", expected at least 1");
    }
    if (epochs < 1 || patience < 1 || folds.orElse(2) < 2) {
      throw new IllegalArgumentException(
          "head: got %d epochs, patience %d and %s folds, expected at least 1, 1 and 2"
              .formatted(epochs, patience, folds.isPresent() ? folds.getAsInt() : "no"));
    }
  }

  /**
   * Both, features or the embedding, in this order of trust; L2 from 1 down to 10^-5; 16 wide heads
   * of two layers from 200 samples on, of at most 40 epochs with patience 3; balanced classes.
   */
  public static HeadOptions standard() {
    return new HeadOptions(
        List.of(HeadInput.BOTH, HeadInput.FEATURES, HeadInput.EMBEDDING),
        List.of(1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003, 0.00001),
        16,
        200,
        40,
        3,
        OptionalInt.empty(),
        true,
        0);
  }

  /** The same with other inputs, the most trusted first. */
  public HeadOptions withInputs(List<HeadInput> other) {
    return new HeadOptions(
        other, penalties, hidden, twoLayersFrom, epochs, patience, folds, balanced, seed);
  }

  /** The same with another number of samples from which on heads of two layers are tried. */
  public HeadOptions withTwoLayersFrom(int other) {
    return new HeadOptions(
        inputs, penalties, hidden, other, epochs, patience, folds, balanced, seed);
  }

  /** The same with another width of the first of two layers. */
  public HeadOptions withHidden(int other) {
    return new HeadOptions(
        inputs, penalties, other, twoLayersFrom, epochs, patience, folds, balanced, seed);
  }

  /** The same with other limits of the training of heads of two layers. */
  public HeadOptions withEpochs(int most, int withoutGain) {
    return new HeadOptions(
        inputs, penalties, hidden, twoLayersFrom, most, withoutGain, folds, balanced, seed);
  }

  /** The same with another number of folds. */
  public HeadOptions withFolds(int other) {
    return new HeadOptions(
        inputs,
        penalties,
        hidden,
        twoLayersFrom,
        epochs,
        patience,
        OptionalInt.of(other),
        balanced,
        seed);
  }

  /** The same with classes that count as much as each other, or as much as they have samples. */
  public HeadOptions withBalanced(boolean other) {
    return new HeadOptions(
        inputs, penalties, hidden, twoLayersFrom, epochs, patience, folds, other, seed);
  }

  /** The same with another seed. */
  public HeadOptions withSeed(long other) {
    return new HeadOptions(
        inputs, penalties, hidden, twoLayersFrom, epochs, patience, folds, balanced, other);
  }
}
