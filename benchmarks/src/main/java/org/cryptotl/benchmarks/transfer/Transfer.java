package org.cryptotl.benchmarks.transfer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.training.Samples;
import org.cryptotl.nn.training.TrainingMonitor;
import org.cryptotl.nn.transfer.Base;
import org.cryptotl.nn.transfer.BaseOptions;
import org.cryptotl.nn.transfer.BaseTraining;

/**
 * Does the transfer pay? Trains the paper's lower network on source sets, and heads on its
 * features, on the bare embedding and on both, with 10 to all labels of target sets; prints tables
 * of accuracy, F1 and balanced accuracy (means and standard deviations over the seeds) in Markdown.
 *
 * <p>Arguments: the folder of the labelled texts; the number of threads, the number of seeds, the
 * folder of the groups of the SpamAssassin corpus: 2, 10 and where {@code ./demo} keeps the corpus
 * if they are left out. Run it in the project's root; embeddings are kept under {@code
 * target/embeddings}.
 */
public final class Transfer {

  private static final int INPUTS = 768;
  private static final long BASE_SEED = 1;

  /** Long texts take long to encode; this many of each file are read at most. */
  private static final Map<String, Integer> AT_MOST = Map.of("imdb_reviews", 4000);

  private static final String MAILS = "easy-ham-1+spam-1";
  private static final String OTHER_MAILS = "easy-ham-2+hard-ham-1+spam-2";

  /** Sources, and the targets that their base serves. */
  private static final Map<List<String>, List<String>> PAIRS = new LinkedHashMap<>();

  static {
    PAIRS.put(List.of("rt_polarity", "imdb_reviews"), List.of("airline_tweets", "youtube_spam"));
    PAIRS.put(
        List.of("rt_polarity", "imdb_reviews", "airline_tweets"),
        List.of("yelp_sentences", "amazon_sentences"));
    PAIRS.put(List.of("airline_tweets"), List.of("yelp_sentences"));
    PAIRS.put(List.of("youtube_spam"), List.of("sms_spam"));
    PAIRS.put(List.of("sms_spam"), List.of("youtube_spam"));
    PAIRS.put(List.of(MAILS), List.of(OTHER_MAILS));
  }

  private final Path data;
  private final Path corpus;
  private final int seeds;
  private final Parallel parallel;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Map<String, LabelledTexts> texts = new LinkedHashMap<>();
  private final Map<String, float[][]> vectors = new LinkedHashMap<>();

  private Transfer(Path data, Path corpus, int seeds, Parallel parallel) {
    this.data = data;
    this.corpus = corpus;
    this.seeds = seeds;
    this.parallel = parallel;
  }

  /** Runs all pairs. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1) {
      System.err.println(
          "usage: Transfer <folder of the texts> [threads] [seeds] [folder of the mails];"
              + " benchmarks/README.md names the texts");
      System.exit(2);
    }
    Path data = Path.of(arguments[0]);
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    int seeds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    Path corpus = arguments.length > 3 ? Path.of(arguments[3]) : demoCorpus();
    for (Path folder : List.of(data, corpus)) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "got no folder %s, expected the labelled texts in %s and the mails in %s; ./demo fetches the mails"
                .formatted(folder, data, corpus));
      }
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      new Transfer(data, corpus, seeds, Parallel.on(pool, threads)).run();
    }
  }

  private static Path demoCorpus() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    return (cache == null ? home : Path.of(cache)).resolve("cryptotl/spam-assassin/data");
  }

  private void run() throws IOException {
    long start = System.nanoTime();
    List<Result> results = new ArrayList<>();
    for (var pair : PAIRS.entrySet()) {
      Base base = train(pair.getKey());
      for (String target : pair.getValue()) {
        String name = String.join(" + ", pair.getKey()) + " → " + target;
        LabelledTexts set = load(target);
        Curve curve =
            Curve.measure(
                name,
                base.vectors(vectors.get(target), parallel),
                set.labels(),
                NearCopies.groups(set.texts()),
                seeds,
                parallel);
        results.add(new Result(name, curve));
        Tables.curve(out, name, curve);
      }
    }
    Tables.summary(out, results);
    out.printf(Locale.ROOT, "%nIn all %.0f s.%n", (System.nanoTime() - start) / 1e9);
  }

  private Base train(List<String> names) throws IOException {
    List<Samples> sources = new ArrayList<>();
    for (String name : names) {
      LabelledTexts set = load(name);
      sources.add(Samples.of(vectors.get(name), set.labels()));
    }
    Network lower = Presets.paperLower(INPUTS, new SplittableRandom(BASE_SEED));
    BaseOptions standard = BaseOptions.standard();
    BaseOptions options = standard.withTraining(standard.training().withSeed(BASE_SEED));
    long start = System.nanoTime();
    Base base = new BaseTraining(options, parallel).train(lower, sources, TrainingMonitor.NONE);
    var best = base.training().epochs().get(base.training().bestEpoch() - 1);
    var range = base.training().activationRanges().getFirst();
    out.printf(
        Locale.ROOT,
        "%nBase on %s: accuracy %.3f on held-out samples of its sources after epoch %d of %d;"
            + " inputs of the cubic in [%.1f, %.1f], %.3f%% outside of [-5, 5]; %.0f s.%n",
        String.join(" + ", names),
        best.validationAccuracy(),
        best.number(),
        base.training().epochs().size(),
        range.least(),
        range.largest(),
        100 * range.outside(),
        (System.nanoTime() - start) / 1e9);
    return base;
  }

  private LabelledTexts load(String name) throws IOException {
    if (!texts.containsKey(name)) {
      LabelledTexts set = read(name).first(AT_MOST.getOrDefault(name, Integer.MAX_VALUE));
      Path folder = Path.of("target", "embeddings");
      vectors.put(name, new Embeddings(folder, parallel).of(name, set.texts()));
      texts.put(name, set);
    }
    return texts.get(name);
  }

  private LabelledTexts read(String name) throws IOException {
    return switch (name) {
      case MAILS -> LabelledTexts.ofMails(corpus, name);
      case OTHER_MAILS -> LabelledTexts.ofMails(corpus, name).without(load(MAILS));
      default -> LabelledTexts.read(data, name);
    };
  }

  /**
   * A learning curve with its name.
   *
   * @param name sources and target
   * @param curve what was measured
   */
  record Result(String name, Curve curve) {}
}
