package org.cryptotl.dataowner.web;

import java.util.List;
import java.util.SplittableRandom;

/** Made-up reviews that praise or complain, of one kind of thing or another. */
final class Reviews {

  static final List<String> STAYS = List.of("room", "hotel", "bed", "view", "lobby", "pool");
  static final List<String> MEALS =
      List.of("soup", "waiter", "pasta", "dessert", "coffee", "bread");

  private static final List<String> PRAISE =
      List.of("wonderful", "lovely", "excellent", "perfect", "delightful", "great", "superb");
  private static final List<String> COMPLAINT =
      List.of("awful", "terrible", "disgusting", "dreadful", "poor", "horrible", "a disaster");
  private static final List<String> FRAMES =
      List.of(
          "The %s was %s.",
          "We all found that the %s here is %s, as every time.",
          "On my birthday the %s turned out to be %s!",
          "To be honest, the %s: %s.");

  private Reviews() {}

  /** A CSV file with a header; every second review is praise. */
  static String csv(String text, String label, List<String> things, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder(text + "," + label + "\n");
    for (int i = 0; i < rows; i++) {
      boolean praise = i % 2 == 0;
      String review =
          pick(FRAMES, random)
              .formatted(pick(things, random), pick(praise ? PRAISE : COMPLAINT, random));
      csv.append(
          "\"%s %d people came.\",%s\n".formatted(review, i, praise ? "praise" : "complaint"));
    }
    return csv.toString();
  }

  private static String pick(List<String> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
