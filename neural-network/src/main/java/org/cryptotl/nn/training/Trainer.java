package org.cryptotl.nn.training;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.nn.layer.BatchNorm;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Shape;

/**
 * Trains networks. The result depends on the network, the samples and the options alone, not on
 * {@link Parallel}; under privacy also on fresh secure randomness, which no seed replays.
 */
public final class Trainer {

  private final TrainingOptions options;
  private final Parallel parallel;
  private final Supplier<Seed> noiseSeeds;

  /**
   * Makes a trainer.
   *
   * @param options how to train
   * @param parallel how to run
   */
  public Trainer(TrainingOptions options, Parallel parallel) {
    this(options, parallel, () -> Seed.random(new SecureRandom()));
  }

  /** With seeds of the noise that a test can replay. */
  Trainer(TrainingOptions options, Parallel parallel, Supplier<Seed> noiseSeeds) {
    this.options = Objects.requireNonNull(options, "options");
    this.parallel = Objects.requireNonNull(parallel, "parallel");
    this.noiseSeeds = noiseSeeds;
  }

  /**
   * Trains for all epochs.
   *
   * @param network what to start from
   * @param training the samples to learn from, at least one
   * @throws IllegalArgumentException if network, samples and options do not go together
   * @throws DivergenceException if the loss becomes infinite
   */
  public TrainingResult train(Network network, Samples training, TrainingMonitor monitor) {
    return train(network, training, Optional.empty(), monitor);
  }

  /**
   * Trains until the loss on a validation part gets no smaller, or all epochs are done, and returns
   * the network as it was when that loss was smallest.
   *
   * @param network what to start from
   * @param training the samples to learn from, at least one
   * @param validation samples to judge by, at least one, none of the former
   * @throws IllegalArgumentException if network, samples and options do not go together
   * @throws DivergenceException if the loss becomes infinite
   */
  public TrainingResult train(
      Network network, Samples training, Samples validation, TrainingMonitor monitor) {
    return train(network, training, Optional.of(validation), monitor);
  }

  /**
   * Trains k times from the same network, holding out another fold each time, which is the
   * validation part. Under privacy each training alone keeps to what is asked for; a sample is in k
   * - 1 of them, so that whoever gets all networks gets as much k - 1 times.
   *
   * @return the results, fold by fold; fewer than k if the monitor cancelled one, which is the last
   */
  public List<TrainingResult> crossValidate(
      Network network, Samples samples, int k, TrainingMonitor monitor) {
    List<TrainingResult> results = new ArrayList<>();
    for (Split fold : Split.folds(samples, k, options.seed())) {
      results.add(train(network, fold.training(), fold.heldOut(), monitor));
      if (results.getLast().ending() == TrainingResult.Ending.CANCELLED) {
        break;
      }
    }
    return results;
  }

  private TrainingResult train(
      Network network, Samples training, Optional<Samples> validation, TrainingMonitor monitor) {
    check(network, training);
    if (options.privacy().isPresent() && options.batchSize() > training.size()) {
      throw new IllegalArgumentException(
          "training: got batches of %d from %d samples under privacy, expected at most all"
              .formatted(options.batchSize(), training.size()));
    }
    validation.ifPresent(samples -> check(network, samples));
    Batches batches =
        options.privacy().isPresent()
            ? Batches.poisson(training.size(), options.batchSize(), noiseSeeds.get())
            : Batches.shuffled(training.size(), options.batchSize(), options.seed());
    return new Training(options, parallel, network, training, validation, batches, monitor).run();
  }

  private void check(Network network, Samples samples) {
    if (network.parameters() == 0) {
      throw new IllegalArgumentException(
          "training: got a network without weights, expected at least one layer that has some");
    }
    if (samples.inputs() != network.input().size() || samples.size() < 1) {
      throw new IllegalArgumentException(
          "training: got %d samples of %d entries, expected at least one, of the network's %d"
              .formatted(samples.size(), samples.inputs(), network.input().size()));
    }
    long largest = network.shapes().stream().mapToInt(Shape::size).max().orElseThrow();
    // Batches under privacy may be larger than what is asked for.
    if (2 * largest * Math.min(options.batchSize(), samples.size()) > Integer.MAX_VALUE
        || network.parameters() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "training: got batches of %d with %d entries between layers and %d weights, expected fewer than 2^30 entries and 2^31 weights; make the batches smaller"
              .formatted(options.batchSize(), largest, network.parameters()));
    }
    int classes = options.classWeights().size();
    int outputs = Math.max(2, network.output().size());
    if (classes > 0 && classes != outputs) {
      throw new IllegalArgumentException(
          "training: got %d class weights, expected one for each of the %d classes"
              .formatted(classes, outputs));
    }
    if (options.privacy().isPresent()
        && network.layers().stream().anyMatch(layer -> layer instanceof BatchNorm)) {
      throw new IllegalArgumentException(
          "training: got a network with BatchNorm and privacy, but batch statistics mix the samples,"
              + " so that no sample's influence is bounded; leave the layer out");
    }
  }
}
