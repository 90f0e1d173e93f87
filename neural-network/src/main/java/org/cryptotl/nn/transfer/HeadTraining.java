package org.cryptotl.nn.transfer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Network;

/**
 * Trains heads on the labels at hand and chooses among them by cross-validation: what the head
 * sees, how strongly it is regularised, whether it has one layer or two, and how long it is
 * trained.
 *
 * <p>Folds hold the same share of each class; they are drawn several times where labels are few.
 * Candidates are compared by the logarithmic loss on samples that they have not seen, and, where
 * the difference is within one standard error of its mean over the samples, the simpler or more
 * trusted one is taken (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning,
 * section 7.10). Where heads may see both, the logistic heads of all inputs are pooled first, each
 * the less the more it is worse than the best: few labels tell too little to rely on one of them.
 * The result depends on samples and options alone.
 */
public final class HeadTraining {

  private static final Comparator<Candidate> BY_LOSS =
      Comparator.comparingDouble(candidate -> candidate.heldOut().logLoss());

  /** A head that may be, what it said of samples it had not seen, and how to train it on all. */
  private record Candidate(
      HeadInput input, HeadModel model, HeldOut heldOut, Supplier<Network> fit) {

    void tell(HeadMonitor monitor, Task task) {
      double accuracy = heldOut.confusion(task.labels(), task.classes()).accuracy();
      monitor.candidateJudged(input, model, heldOut.logLoss(), accuracy);
    }

    HeadScore score(Candidate best, Task task) {
      return new HeadScore(
          input,
          model,
          heldOut.logLoss(),
          heldOut.logLoss() - best.heldOut.logLoss(),
          heldOut.errorOfDifference(best.heldOut),
          heldOut.confusion(task.labels(), task.classes()));
    }
  }

  private final HeadOptions options;
  private final Parallel parallel;

  /**
   * Makes a training.
   *
   * @param options among which heads to choose, and how
   * @param parallel how to run
   */
  public HeadTraining(HeadOptions options, Parallel parallel) {
    this.options = Objects.requireNonNull(options, "options");
    this.parallel = Objects.requireNonNull(parallel, "parallel");
  }

  /**
   * Trains the best head of each input and chooses one, or the pool of them.
   *
   * @param samples what is known of the labelled samples
   * @param labels their classes, from 0 to {@code classes - 1}; at least 2 of each
   * @param classes number of classes, at least 2
   * @param monitor told how it goes, and asked whether to stop
   * @throws CancellationException if the monitor stopped it
   * @throws IllegalArgumentException if samples and labels do not go together
   */
  public HeadResult train(TargetVectors samples, int[] labels, int classes, HeadMonitor monitor) {
    if (classes < 2 || labels.length != samples.size()) {
      throw new IllegalArgumentException(
          "head: got %d samples with %d labels of %d classes, expected one label a sample and at least 2 classes"
              .formatted(samples.size(), labels.length, classes));
    }
    Task task = new Task(labels, classes, options);
    Runnable checkpoint = () -> checkpoint(monitor);
    List<Candidate> all = new ArrayList<>();
    Map<HeadInput, Candidate> best = new EnumMap<>(HeadInput.class);
    Map<HeadInput, Head> heads = new EnumMap<>(HeadInput.class);
    Map<HeadInput, Candidate> pooled = new EnumMap<>(HeadInput.class);
    for (HeadInput input : options.inputs()) {
      float[][] rows = samples.seen(input);
      LogisticHeads logistic = new LogisticHeads(task, rows, options.penalties());
      List<Candidate> simple = new ArrayList<>();
      logistic.crossValidate(
          parallel,
          checkpoint,
          (l2, answers) -> {
            HeadModel.Logistic model = new HeadModel.Logistic(l2);
            simple.add(new Candidate(input, model, answers, () -> logistic.fit(l2)));
            simple.getLast().tell(monitor, task);
          });
      Candidate chosen = Collections.min(simple, BY_LOSS);
      all.addAll(simple);
      pooled.put(input, chosen);
      if (task.size() >= options.twoLayersFrom()) {
        Candidate twoLayers = twoLayers(task, input, rows, monitor);
        twoLayers.tell(monitor, task);
        all.add(twoLayers);
        chosen = preferred(List.of(chosen, twoLayers));
      }
      best.put(input, chosen);
      heads.put(input, new Head(input, chosen.fit().get()));
      checkpoint.run();
    }
    List<Candidate> last = new ArrayList<>(options.inputs().stream().map(best::get).toList());
    if (options.inputs().contains(HeadInput.BOTH)) {
      Candidate pool = pool(pooled, samples);
      last.removeIf(candidate -> candidate.model() instanceof HeadModel.Logistic);
      last.addFirst(pool);
      if (pool.model() instanceof HeadModel.Pool) {
        pool.tell(monitor, task);
        all.add(pool);
      }
    }
    Candidate chosen = preferred(last);
    Candidate first = Collections.min(all, BY_LOSS);
    Map<HeadInput, HeadScore> scores = new EnumMap<>(HeadInput.class);
    best.forEach((input, candidate) -> scores.put(input, candidate.score(first, task)));
    HeadInput input = chosen.input();
    return new HeadResult(
        chosen.equals(best.get(input)) ? heads.get(input) : new Head(input, chosen.fit().get()),
        chosen.score(first, task),
        heads,
        scores,
        all.stream().map(each -> each.score(first, task)).toList());
  }

  /** Logistic heads as one; a single head where it is much better than the others. */
  private static Candidate pool(Map<HeadInput, Candidate> heads, TargetVectors samples) {
    Map<HeadInput, HeldOut> heldOut = new EnumMap<>(HeadInput.class);
    heads.forEach((input, candidate) -> heldOut.put(input, candidate.heldOut()));
    Map<HeadInput, Double> shares = HeadPool.shares(heldOut);
    if (shares.size() == 1) {
      return heads.get(shares.keySet().iterator().next());
    }
    return new Candidate(
        HeadInput.BOTH,
        new HeadModel.Pool(shares),
        HeldOut.pool(
            shares.keySet().stream().map(heldOut::get).toList(), List.copyOf(shares.values())),
        () -> {
          Map<HeadInput, Network> networks = new EnumMap<>(HeadInput.class);
          shares.keySet().forEach(input -> networks.put(input, heads.get(input).fit().get()));
          return HeadPool.network(
              shares,
              networks,
              samples.dimension(HeadInput.EMBEDDING),
              samples.dimension(HeadInput.FEATURES));
        });
  }

  private Candidate twoLayers(Task task, HeadInput input, float[][] rows, HeadMonitor monitor) {
    TwoLayerHeads heads = new TwoLayerHeads(task, input, rows, options, monitor, parallel);
    int epochs = heads.epochs();
    return new Candidate(
        input,
        new HeadModel.TwoLayers(options.hidden(), epochs),
        heads.crossValidate(epochs),
        () -> heads.fit(epochs));
  }

  /** The first that is no worse than the best by more than one standard error. */
  private static Candidate preferred(List<Candidate> candidates) {
    HeldOut best = Collections.min(candidates, BY_LOSS).heldOut();
    return candidates.stream()
        .filter(c -> c.heldOut().logLoss() - best.logLoss() <= c.heldOut().errorOfDifference(best))
        .findFirst()
        .orElseThrow();
  }

  private static void checkpoint(HeadMonitor monitor) {
    if (monitor.isCancelled()) {
      throw new CancellationException("head: the monitor stopped the training");
    }
  }
}
