package org.cryptotl.nn.text;

import java.util.List;
import org.cryptotl.he.ring.Parallel;

/**
 * Turns texts into vectors of a fixed number of entries. Thread-safe. The vector of a text depends
 * on that text alone: not on the texts beside it, nor on the number of threads.
 *
 * <p>An encoder holds memory outside of the heap until it is closed.
 */
public interface TextEncoder extends AutoCloseable {

  /** A stable name, by which models say what their inputs were encoded with. */
  String name();

  /** Number of entries of a vector. */
  int dimension();

  /**
   * The greatest number of tokens (pieces of words) that are read of a text, the start and end
   * tokens included. What comes after is left out; {@link EncodedTexts#isTruncated} says of which
   * texts.
   */
  int maxTokens();

  /**
   * Encodes texts, also empty ones.
   *
   * @param texts English for the encoders here; others are accepted, with poorer vectors
   * @param parallel how to run: text by text
   */
  EncodedTexts encode(List<String> texts, Parallel parallel);

  /** Encodes one text on the calling thread. */
  default float[] encode(String text) {
    return encode(List.of(text), Parallel.NONE).vector(0);
  }

  @Override
  void close();

  /**
   * all-MiniLM-L6-v2, quantised: 384 entries, of length 1; English; Apache-2.0. Reads at most 256
   * tokens, as it was trained.
   */
  static TextEncoder miniLm() {
    return new SentenceEncoder(SentenceEncoder.MINI_LM);
  }

  /**
   * MiniLM and bge-small-en-v1.5 (quantised; MIT) side by side: 768 entries, the input size of the
   * CryptoTL paper, each half of length 1. Reads at most 256 tokens.
   */
  static TextEncoder miniLmAndBge() {
    return SideBySide.of(
        List.of(
            () -> new SentenceEncoder(SentenceEncoder.MINI_LM),
            () -> new SentenceEncoder(SentenceEncoder.BGE_SMALL)));
  }
}
