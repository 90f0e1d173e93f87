package org.cryptotl.dataowner.encoders;

import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.text.EncodedTexts;
import org.cryptotl.nn.text.TextEncoder;
import org.springframework.stereotype.Component;

/** The encoders by the names that models' cards give; each is loaded when it is first used. */
@Component
public class Encoders {

  private static final Map<String, Supplier<TextEncoder>> KNOWN =
      Map.of(
          "all-minilm-l6-v2-q", TextEncoder::miniLm,
          "all-minilm-l6-v2-q+bge-small-en-v1.5-q", TextEncoder::miniLmAndBge);

  private final Map<String, TextEncoder> loaded = new ConcurrentHashMap<>();
  private final ExecutorService pool;
  private final Parallel parallel;

  Encoders(CryptotlProperties properties) {
    this.pool =
        Executors.newFixedThreadPool(
            properties.threads(), Thread.ofPlatform().daemon().name("encoder-", 0).factory());
    this.parallel = Parallel.on(pool, properties.threads());
  }

  @PreDestroy
  void close() {
    pool.shutdownNow();
    loaded.values().forEach(TextEncoder::close);
  }

  /**
   * Turns texts into vectors, one row a text.
   *
   * @param name of the encoder
   * @throws Problem for a name that is not known here
   */
  public float[][] encode(String name, List<String> texts) {
    Supplier<TextEncoder> supplier = KNOWN.get(name);
    if (supplier == null) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the model wants texts encoded by '%s', known here are %s"
              .formatted(name, KNOWN.keySet().stream().sorted().toList()));
    }
    TextEncoder encoder = loaded.computeIfAbsent(name, _ -> supplier.get());
    EncodedTexts encoded = encoder.encode(texts, texts.size() == 1 ? Parallel.NONE : parallel);
    float[][] vectors = new float[encoded.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = encoded.vector(i);
    }
    return vectors;
  }
}
