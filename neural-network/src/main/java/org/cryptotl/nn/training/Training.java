package org.cryptotl.nn.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.privacy.Privacy;
import org.cryptotl.nn.privacy.PrivacySpent;
import org.cryptotl.nn.privacy.SampleStreams;
import org.cryptotl.nn.training.TrainingResult.Ending;

/** One training, from its first batch to its result. */
final class Training {

  private final TrainingOptions options;
  private final Parallel parallel;
  private final Samples training;
  private final Optional<Samples> validation;
  private final Batches batches;
  private final TrainingMonitor monitor;
  private final Backpropagation network;
  private final Optimizer.State optimizer;
  private final float[] classWeights;
  private final double samplingRate;
  private final Optional<Privacy> privacy;
  private final long start = System.nanoTime();
  private final List<Epoch> epochs = new ArrayList<>();
  private long steps;

  Training(
      TrainingOptions options,
      Parallel parallel,
      Network network,
      Samples training,
      Optional<Samples> validation,
      Batches batches,
      TrainingMonitor monitor) {
    this.options = options;
    this.parallel = parallel;
    this.training = training;
    this.validation = validation;
    this.batches = batches;
    this.monitor = monitor;
    samplingRate = (double) options.batchSize() / training.size();
    privacy =
        options
            .privacy()
            .map(goal -> goal.privacy(samplingRate, (long) options.epochs() * batches.steps()));
    this.network =
        new Backpropagation(
            network, options.loss(), batches.capacity(), options.rangePenalty(), parallel);
    optimizer = options.optimizer().start(this.network.weights().length);
    classWeights = new float[options.classWeights().size()];
    for (int i = 0; i < classWeights.length; i++) {
      classWeights[i] = options.classWeights().get(i).floatValue();
    }
  }

  TrainingResult run() {
    Ending ending = Ending.COMPLETED;
    float[] best = network.weights().clone();
    double bestLoss = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    for (int e = 0; e < options.epochs() && ending == Ending.COMPLETED; e++) {
      double loss = epoch(e);
      Evaluation judged = evaluate();
      if (monitor.isCancelled()) {
        ending = Ending.CANCELLED;
        break;
      }
      if (!Double.isFinite(loss) || (validation.isPresent() && !Double.isFinite(judged.loss))) {
        throw new DivergenceException(e + 1);
      }
      long elapsed = (System.nanoTime() - start) / 1_000_000;
      epochs.add(new Epoch(e + 1, loss, judged.loss, judged.accuracy, elapsed));
      monitor.epochEnded(epochs.getLast());
      if (validation.isEmpty() || judged.loss < bestLoss) {
        bestLoss = judged.loss;
        bestEpoch = e + 1;
        System.arraycopy(network.weights(), 0, best, 0, best.length);
      } else if (e + 1 - bestEpoch >= options.patience()) {
        ending = Ending.STOPPED_EARLY;
      }
    }
    System.arraycopy(best, 0, network.weights(), 0, best.length);
    return new TrainingResult(
        network.network(),
        epochs,
        bestEpoch,
        ending,
        ending == Ending.CANCELLED ? List.of() : network.ranges(observed()),
        privacy.map(this::spent));
  }

  /** Runs the steps of an epoch until it is cancelled, and returns the mean loss. */
  private double epoch(int epoch) {
    double sum = 0;
    long count = 0;
    for (int step = 0; step < batches.steps() && !monitor.isCancelled(); step++) {
      int[] rows = batches.rows(epoch, step);
      sum += step(rows);
      count += rows.length;
    }
    return count == 0 ? 0 : sum / count;
  }

  private double step(int[] rows) {
    Optional<SampleStreams> streams = batches.noise().map(noise -> noise.samples(steps));
    double sum = 0;
    for (int from = 0; from < rows.length; from += network.capacity()) {
      int count = Math.min(network.capacity(), rows.length - from);
      Masks masks =
          streams.isPresent()
              ? Masks.byRow(streams.get(), rows, from)
              : Masks.byPlace(Seeds.mix(options.seed(), steps, from));
      Pass pass = network.forward(training, rows, from, count, true, masks);
      network.evaluate(pass, classWeights);
      network.backward(pass);
      privacy.ifPresent(p -> clip(pass, p));
      network.addWeightGradients(pass);
      for (int i = 0; i < count; i++) {
        sum += network.losses()[i];
      }
    }
    update(1f / batches.divisor(rows));
    steps++;
    return sum;
  }

  private void clip(Pass pass, Privacy bound) {
    double[] norms = network.squaredNorms(pass);
    float[] factors = new float[pass.count];
    for (int i = 0; i < pass.count; i++) {
      factors[i] = bound.clippingFactor(Math.sqrt(norms[i]));
    }
    network.scale(pass, factors);
  }

  private void update(float factor) {
    optimizer.nextStep();
    double deviation = privacy.map(p -> p.noiseMultiplier() * p.clippingNorm()).orElse(0.0);
    float l2 = (float) options.l2();
    float[] gradients = network.weightGradients();
    parallel.forEach(
        network.segments().size(),
        s -> {
          Backpropagation.Segment part = network.segments().get(s);
          batches
              .noise()
              .ifPresent(noise ->
                  noise.addGaussian(steps, s, gradients, part.from(), part.to(), deviation));
          optimizer.update(
              network.weights(),
              gradients,
              part.from(),
              part.to(),
              factor,
              part.decayed() ? l2 : 0);
          Arrays.fill(gradients, part.from(), part.to(), 0);
        });
  }

  /** What may be looked at after training: under privacy not the training samples. */
  private List<Samples> observed() {
    List<Samples> observed = new ArrayList<>(validation.stream().toList());
    if (privacy.isEmpty()) {
      observed.add(training);
    }
    return observed;
  }

  private PrivacySpent spent(Privacy given) {
    return new PrivacySpent(samplingRate, given.noiseMultiplier(), steps);
  }

  /** Loss and accuracy on the validation part; NaN without one. */
  private record Evaluation(double loss, double accuracy) {}

  private Evaluation evaluate() {
    if (validation.isEmpty()) {
      return new Evaluation(Double.NaN, Double.NaN);
    }
    Samples samples = validation.get();
    int[] rows = Split.ascending(samples.size());
    double sum = 0;
    long right = 0;
    for (int from = 0; from < rows.length && !monitor.isCancelled(); from += network.capacity()) {
      int count = Math.min(network.capacity(), rows.length - from);
      Pass pass = network.forward(samples, rows, from, count, false, 0);
      right += network.evaluate(pass, classWeights);
      for (int i = 0; i < count; i++) {
        sum += network.losses()[i];
      }
    }
    return new Evaluation(sum / rows.length, (double) right / rows.length);
  }
}
