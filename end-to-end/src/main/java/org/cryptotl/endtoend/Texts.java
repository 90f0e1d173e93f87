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
 * @param labelled the data owner's to learn from
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
    int learn = rows(options.labels());
    List<Sample> taken = Samples.some(own, learn + options.samples(), SEED);
    if (taken.size() <= learn) {
      throw new DemoException(
          "The data owner has %d texts of its own, expected more than the %d of --labels."
              .formatted(taken.size(), options.labels()));
    }
    return new Texts(
        Samples.balanced(source, Demo.BASE_SAMPLES, SEED),
        taken.subList(0, learn),
        taken.subList(learn, taken.size()));
  }

  /** Rows to upload, of which the service keeps a tenth back to judge by. */
  private static int rows(int labels) {
    return (int) Math.ceil(labels / 0.9);
  }
}
