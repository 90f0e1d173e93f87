package org.cryptotl.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.text.TextEncoder;

/**
 * Sentences a second through the sentence encoders, for short sentences of 18 words. The argument
 * is the number of threads (2 if there is none).
 *
 * <p>Prints, for each encoder, the best and the median of the rounds, the CPU time of a sentence
 * over all threads, and the time of one sentence alone on one thread.
 */
public final class Encoding {

  private static final int SENTENCES = 1000;
  private static final int WORDS = 18;
  private static final int ROUNDS = 7;
  private static final int WARMUP = 2;

  private static final List<String> VOCABULARY =
      List.of(
          "the",
          "movie",
          "was",
          "a",
          "long",
          "flight",
          "and",
          "great",
          "service",
          "with",
          "terrible",
          "food",
          "but",
          "my",
          "friends",
          "really",
          "liked",
          "every",
          "minute",
          "of",
          "it",
          "yesterday",
          "nobody",
          "answered",
          "our",
          "call",
          "about",
          "free",
          "prizes",
          "again");

  private Encoding() {}

  /** Runs both encoders. */
  public static void main(String[] arguments) {
    int threads = arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]);
    System.out.printf("%d threads; %d sentences of %d words%n", threads, SENTENCES, WORDS);
    List<String> sentences = sentences();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Parallel parallel = Parallel.on(pool, threads);
      try (TextEncoder encoder = TextEncoder.miniLm()) {
        measure(encoder, sentences, parallel);
      }
      try (TextEncoder encoder = TextEncoder.miniLmAndBge()) {
        measure(encoder, sentences, parallel);
      }
    }
  }

  private static List<String> sentences() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < SENTENCES; i++) {
      List<String> words = new ArrayList<>();
      for (int w = 0; w < WORDS; w++) {
        words.add(VOCABULARY.get(random.nextInt(VOCABULARY.size())));
      }
      sentences.add(String.join(" ", words) + ".");
    }
    return sentences;
  }

  private static void measure(TextEncoder encoder, List<String> sentences, Parallel parallel) {
    List<Double> rates = new ArrayList<>();
    long cpu = 0;
    for (int round = 0; round < ROUNDS + WARMUP; round++) {
      if (round == WARMUP) {
        cpu = cpuNanos();
      }
      long start = System.nanoTime();
      encoder.encode(sentences, parallel);
      if (round >= WARMUP) {
        rates.add(SENTENCES * 1e9 / (System.nanoTime() - start));
      }
    }
    double cpuMillis = (cpuNanos() - cpu) / 1e6 / ROUNDS / SENTENCES;
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      encoder.encode(sentences.get(i));
    }
    double alone = (System.nanoTime() - start) / 1e6 / 100;
    rates.sort(null);
    System.out.printf(
        "%-40s %5.0f sentences/s (median %.0f), %.2f ms of CPU each; one alone %.2f ms%n",
        encoder.name(), rates.getLast(), rates.get(ROUNDS / 2), cpuMillis, alone);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
