package org.cryptotl.nn.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cryptotl.he.ring.Parallel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class TextEncoderTest {

  private static TextEncoder both;
  private static TextEncoder miniLm;

  @BeforeAll
  static void open() {
    both = TextEncoder.miniLmAndBge();
    miniLm = TextEncoder.miniLm();
  }

  @AfterAll
  static void close() {
    both.close();
    miniLm.close();
  }

  @Test
  void sizesAndNames() {
    assertEquals(384, miniLm.dimension());
    assertEquals(768, both.dimension());
    assertEquals(256, both.maxTokens());
    assertEquals("all-minilm-l6-v2-q+bge-small-en-v1.5-q", both.name());
    assertEquals(384, miniLm.encode("A sentence.").length);
  }

  @Test
  void sentencesOfOneMeaning_areNearerThanOthers() {
    List<String> texts =
        List.of(
            "The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.");
    for (int half = 0; half < 2; half++) {
      EncodedTexts encoded = both.encode(texts, Parallel.NONE);
      double near = product(encoded.vector(0), encoded.vector(1), half * 384);
      double far = product(encoded.vector(0), encoded.vector(2), half * 384);
      assertTrue(near > far + 0.15, "half %d: %f and %f".formatted(half, near, far));
    }
  }

  /** The same sentences on the model card of all-MiniLM-L6-v2: 0.6660 and 0.1046. */
  @Test
  void similarities_areThoseOfTheModelCard() {
    float[] a = miniLm.encode("The weather is lovely today.");
    assertEquals(0.666, product(a, miniLm.encode("It's so sunny outside!"), 0), 0.05);
    assertEquals(0.1046, product(a, miniLm.encode("He drove to the stadium."), 0), 0.05);
  }

  @Test
  void halves_haveLengthOne() {
    float[] v = both.encode("Anything at all");
    assertEquals(1, product(v, v, 0), 1e-5);
    assertEquals(1, product(v, v, 384), 1e-5);
  }

  @Test
  void vector_dependsOnItsTextAlone() {
    List<String> texts =
        List.of("One.", "A much longer sentence, with a comma and more words.", "", "Zwei Wörter");
    EncodedTexts together = both.encode(texts, Parallel.NONE);
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      EncodedTexts threads = both.encode(texts, Parallel.on(executor, 4));
      for (int i = 0; i < texts.size(); i++) {
        assertArrayEquals(together.vector(i), both.encode(texts.get(i)), "alone " + i);
        assertArrayEquals(together.vector(i), threads.vector(i), "threads " + i);
      }
      float[] all = threads.toArray();
      assertEquals(4 * 768, all.length);
      assertEquals(together.vector(2)[5], all[2 * 768 + 5]);
    }
  }

  @Test
  void longText_isTruncatedAndSaysSo() {
    String words = String.join(" ", Collections.nCopies(300, "word"));
    String more = words + " and something quite different at the end";
    EncodedTexts encoded = miniLm.encode(List.of("short", words, more), Parallel.NONE);
    assertFalse(encoded.isTruncated(0));
    assertTrue(encoded.isTruncated(1));
    assertEquals(2, encoded.truncatedCount());
    assertArrayEquals(encoded.vector(1), encoded.vector(2), "what comes after is not read");
    // 254 words and the start and end tokens fit exactly.
    String fits = String.join(" ", Collections.nCopies(254, "word"));
    assertFalse(miniLm.encode(List.of(fits), Parallel.NONE).isTruncated(0));
  }

  @Test
  void hugeText_isReadInBoundedTime() {
    String huge = "x".repeat(20_000_000);
    assertTrue(miniLm.encode(List.of(huge), Parallel.NONE).isTruncated(0));
  }

  @Test
  void textsThatAreNoProperUnicode_areEncoded() {
    for (String text :
        List.of(
            "\ud800", "\udc00x", "a\u0000b", "\uffff", "\u202e", "\ud83d\ude0a".repeat(20_000))) {
      float[] v = miniLm.encode(text);
      assertEquals(1, product(v, v, 0), 1e-5);
    }
  }

  @Test
  void vectorsAreNotPrinted() {
    assertEquals(
        "EncodedTexts[redacted, 1]", miniLm.encode(List.of("x"), Parallel.NONE).toString());
  }

  private static double product(float[] a, float[] b, int from) {
    double sum = 0;
    for (int i = from; i < from + 384; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
