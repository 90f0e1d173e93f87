package org.cryptotl.endtoend;

import java.util.ArrayList;
import java.util.List;

/** Sentences of two kinds that any encoder tells apart, no two of them equal. */
final class SmallTexts {

  private static final List<String> KINDS = List.of("weather", "kitchen");
  private static final List<List<String>> SUBJECTS =
      List.of(
          List.of("The storm", "Heavy rain", "A cold wind", "The fog", "Bright sunshine", "Snow"),
          List.of("The cook", "My aunt", "A young baker", "The waiter", "Our chef", "Grandmother"));
  private static final List<List<String>> MIDDLES =
      List.of(
          List.of("will reach", "has left", "is expected over", "moved slowly across", "covers"),
          List.of("fries", "has burnt", "is tasting", "carefully seasons", "serves"));
  private static final List<List<String>> OBJECTS =
      List.of(
          List.of("the northern coast", "the valley", "the islands", "the mountains", "the city"),
          List.of("the onions", "a fresh loaf", "the soup", "two pancakes", "the roast"));
  private static final int DAYS = 28;

  private SmallTexts() {}

  /** So many samples, the kinds in turn, from an offset of an endless list. */
  static List<Sample> of(int from, int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      int kind = i % KINDS.size();
      int n = i / KINDS.size();
      String text =
          "%s %s %s on day %d of week %d."
              .formatted(
                  pick(SUBJECTS.get(kind), n),
                  pick(MIDDLES.get(kind), n / 2),
                  pick(OBJECTS.get(kind), n / 3),
                  n % DAYS,
                  n / DAYS);
      samples.add(new Sample(text, KINDS.get(kind)));
    }
    return samples;
  }

  private static String pick(List<String> words, int n) {
    return words.get(n % words.size());
  }
}
