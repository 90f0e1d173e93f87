package org.cryptotl.nn.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cryptotl.nn.privacy.EpsilonGoal;
import org.cryptotl.nn.privacy.PrivacyGoal;

/**
 * How to train.
 *
 * @param loss what to make small
 * @param optimizer how
 * @param epochs most of them, at least 1
 * @param batchSize samples a step, at least 1; under privacy their expected number
 * @param patience with a validation part: epochs without a smaller validation loss before training
 *     stops, at least 1
 * @param l2 factor of half the squared weights (not biases) that is added to the loss, at least 0
 * @param rangePenalty what an input of a {@link org.cryptotl.nn.layer.Polynomial} outside its range
 *     costs, times the square of the distance, added to the loss of the sample; at least 0
 * @param classWeights factor of the loss of each class, above 0; empty for 1 each
 * @param seed of shuffling and dropout; under privacy both come from fresh secure randomness
 * @param privacy whether, and how, each sample's influence is bounded and hidden
 */
public record TrainingOptions(
    Loss loss,
    Optimizer optimizer,
    int epochs,
    int batchSize,
    int patience,
    double l2,
    double rangePenalty,
    List<Double> classWeights,
    long seed,
    Optional<PrivacyGoal> privacy) {

  /** Checks the numbers and copies the list. */
  public TrainingOptions {
    classWeights = List.copyOf(classWeights);
    if (epochs < 1 || batchSize < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "training: got %d epochs, batches of %d and patience %d, expected at least 1 each"
              .formatted(epochs, batchSize, patience));
    }
    if (!(l2 >= 0 && rangePenalty >= 0) || !Double.isFinite(l2) || !Double.isFinite(rangePenalty)) {
      throw new IllegalArgumentException(
          "training: got L2 %s and range penalty %s, expected finite numbers of at least 0"
              .formatted(l2, rangePenalty));
    }
    if (!classWeights.stream().allMatch(w -> w > 0 && Double.isFinite(w))
        || (loss == Loss.SQUARED_ERROR && !classWeights.isEmpty())) {
      throw new IllegalArgumentException(
          "training: got the class weights %s, expected finite ones above 0, and none for squared errors"
              .formatted(classWeights));
    }
  }

  /** Adam at 0.001, 50 epochs of batches of 64, patience 5, and nothing else. */
  public static TrainingOptions of(Loss loss) {
    return new TrainingOptions(
        loss, new Optimizer.Adam(1e-3), 50, 64, 5, 0, 0, List.of(), 0, Optional.empty());
  }

  /** The same with another optimizer. */
  public TrainingOptions withOptimizer(Optimizer other) {
    return new TrainingOptions(
        loss, other, epochs, batchSize, patience, l2, rangePenalty, classWeights, seed, privacy);
  }

  /** The same with another number of epochs. */
  public TrainingOptions withEpochs(int other) {
    return new TrainingOptions(
        loss, optimizer, other, batchSize, patience, l2, rangePenalty, classWeights, seed, privacy);
  }

  /** The same with another size of batches. */
  public TrainingOptions withBatchSize(int other) {
    return new TrainingOptions(
        loss, optimizer, epochs, other, patience, l2, rangePenalty, classWeights, seed, privacy);
  }

  /** The same with another patience. */
  public TrainingOptions withPatience(int other) {
    return new TrainingOptions(
        loss, optimizer, epochs, batchSize, other, l2, rangePenalty, classWeights, seed, privacy);
  }

  /** The same with another L2 regularisation. */
  public TrainingOptions withL2(double other) {
    return new TrainingOptions(
        loss,
        optimizer,
        epochs,
        batchSize,
        patience,
        other,
        rangePenalty,
        classWeights,
        seed,
        privacy);
  }

  /** The same with another penalty of inputs outside the range of their polynomial. */
  public TrainingOptions withRangePenalty(double other) {
    return new TrainingOptions(
        loss, optimizer, epochs, batchSize, patience, l2, other, classWeights, seed, privacy);
  }

  /** The same with other class weights. */
  public TrainingOptions withClassWeights(List<Double> other) {
    return new TrainingOptions(
        loss, optimizer, epochs, batchSize, patience, l2, rangePenalty, other, seed, privacy);
  }

  /**
   * The same with class weights that make all classes count as much: number of samples / (number of
   * classes * number of samples of the class). Under privacy the numbers should not come from the
   * samples.
   *
   * @param samples of classes 0 to {@code classes - 1}, at least one of each
   */
  public TrainingOptions withBalancedClasses(Samples samples, int classes) {
    int[] counts = new int[classes];
    for (int i = 0; i < samples.size(); i++) {
      float target = samples.target(i);
      if (!(target >= 0 && target < classes)) {
        throw new IllegalArgumentException(
            "class weights: got a target that is no class from 0 to " + (classes - 1));
      }
      counts[(int) target]++;
    }
    List<Double> weights = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      if (counts[c] == 0) {
        throw new IllegalArgumentException(
            "class weights: got no sample of class " + c + ", expected at least one of each");
      }
      weights.add((double) samples.size() / ((double) classes * counts[c]));
    }
    return withClassWeights(weights);
  }

  /** The same with another seed. */
  public TrainingOptions withSeed(long other) {
    return new TrainingOptions(
        loss,
        optimizer,
        epochs,
        batchSize,
        patience,
        l2,
        rangePenalty,
        classWeights,
        other,
        privacy);
  }

  /** The same with privacy. */
  public TrainingOptions withPrivacy(PrivacyGoal other) {
    return new TrainingOptions(
        loss,
        optimizer,
        epochs,
        batchSize,
        patience,
        l2,
        rangePenalty,
        classWeights,
        seed,
        Optional.of(other));
  }

  /**
   * The same with privacy: with the least noise that keeps all epochs within (epsilon, delta). The
   * trainer finds it when it begins, from the number of samples, the size of batches and the epochs
   * that there are then. The guarantee is for training parts that differ by one sample ({@link
   * org.cryptotl.nn.privacy.Privacy}).
   *
   * @param epsilon above 0
   * @param delta in (0, 1), below one over the number of samples
   * @param clippingNorm the largest norm of one sample's gradient, above 0
   */
  public TrainingOptions withEpsilon(double epsilon, double delta, double clippingNorm) {
    return withPrivacy(new EpsilonGoal(epsilon, delta, clippingNorm));
  }
}
