package org.cryptotl.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who has which texts.
 *
 * @param source the model owner's
 * @param labelled the data owner's to learn from, of each label as many
 * @param others the data owner's to classify; their labels are kept back to judge by
 */
record Texts(List<Sample> source, List<Sample> labelled, List<Sample> others) {

  private static final long SEED = 1;

  Texts {
    source = List.copyOf(source);
    labelled = List.copyOf(labelled);
    others = List.copyOf(others);
  }

  static Texts of(Options options) throws IOException {
    List<Sample> source;
    List<Sample> target;
    if (options.corpus().isPresent()) {
      Path corpus = options.corpus().get();
      source = Samples.ofMails(corpus, "easy-ham-1", "spam-1");
      target = Samples.ofMails(corpus, "easy-ham-2", "hard-ham-1", "spam-2");
    } else {
      source = Samples.ofCsv(options.source().orElseThrow());
      target = Samples.ofCsv(options.target().orElseThrow());
    }
    Set<String> known = new LinkedHashSet<>();
    source.forEach(sample -> known.add(sample.text()));
    // What both have would be learnt by heart; what is there twice would be counted twice.
    List<Sample> own = target.stream().filter(sample -> known.add(sample.text())).toList();
    int rows = options.labels() + judging(options.labels());
    List<Sample> labelled = Samples.balanced(own, rows, SEED);
    Set<Sample> taken = Set.copyOf(labelled);
    List<Sample> left = own.stream().filter(sample -> !taken.contains(sample)).toList();
    List<Sample> others = Samples.some(left, options.samples(), SEED);
    if (others.isEmpty()) {
      throw new DemoException(
          "The data owner has %d texts of its own, expected more than %d: %d of --labels and %d to judge the heads by."
              .formatted(own.size(), rows, options.labels(), rows - options.labels()));
    }
    return new Texts(Samples.balanced(source, Demo.BASE_SAMPLES, SEED), labelled, others);
  }

  /** Rows that the data owner keeps back to judge its heads by: a tenth of all, but two a label. */
  private static int judging(int labels) {
    return Math.max((int) Math.ceil(labels / 9.0), 4);
  }

  /** The share of the labelled texts that is kept back. */
  double testShare(int labels) {
    return (double) judging(labels) / labelled.size();
  }
}
