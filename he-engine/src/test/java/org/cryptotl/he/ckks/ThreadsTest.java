package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@ExtendWith(Replay.class)
class ThreadsTest {

  private static final Setting S = new Setting(InsecureParameters.insecure(10, 5, 2, 1, 26), 1, 9);

  /** One result of every operation that works in parallel. */
  private static List<Ciphertext> results(Evaluator evaluator, Ciphertext a, Ciphertext b) {
    List<Ciphertext> out = new ArrayList<>();
    Ciphertext product = evaluator.multiply(a, b);
    out.add(product);
    out.add(evaluator.relinearize(product));
    out.add(evaluator.rescale(product));
    out.add(evaluator.rescale(evaluator.relinearize(product)));
    out.add(evaluator.relinearizeRescale(product));
    out.add(evaluator.multiplyRelinearizeRescale(a, b));
    out.add(evaluator.rotate(a, 9));
    out.add(evaluator.conjugate(evaluator.dropToLevel(b, 2)));
    out.addAll(evaluator.rotateHoisted(b, List.of(1, 9, 0)));
    return out;
  }

  private static void assertSame(List<Ciphertext> expected, List<Ciphertext> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(Setting.same(expected.get(i), actual.get(i)), "result " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void results_doNotDependOnTheNumberOfThreads(int threads, Random random) {
    Ciphertext a = S.encrypt(S.vector(random, 1)).ciphertext();
    Ciphertext b = S.encryptPublic(S.vector(random, 1)).ciphertext();
    List<Ciphertext> expected = results(S.evaluator, a, b);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads - 1)) {
      Evaluator parallel = new Evaluator(S.parameters, S.keys, Parallel.on(executor, threads));
      for (int round = 0; round < 3; round++) {
        assertSame(expected, results(parallel, a, b));
      }
    }
  }

  @Test
  void oneEvaluator_servesManyThreadsAtOnce(Random random) throws Exception {
    Ciphertext a = S.encrypt(S.vector(random, 1)).ciphertext();
    Ciphertext b = S.encryptPublic(S.vector(random, 1)).ciphertext();
    List<Ciphertext> expected = results(S.evaluator, a, b);
    Plaintext plaintext = S.encoder.encode(S.vector(random, 1));
    ComplexVector decoded = S.encoder.decode(plaintext);
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      // Its pieces go to the threads that its callers run on.
      Evaluator nested = new Evaluator(S.parameters, S.keys, Parallel.on(executor, 3));
      List<Future<?>> tasks = new ArrayList<>();
      for (int task = 0; task < 12; task++) {
        Evaluator evaluator = task % 2 == 0 ? S.evaluator : nested;
        tasks.add(
            executor.submit(() -> {
              assertSame(expected, results(evaluator, a, b));
              assertTrue(decoded.equals(S.encoder.decode(plaintext)));
              Ciphertext fresh = S.symmetric.encrypt(plaintext);
              double error = Tracked.largest(Tracked.plus(S.decrypt(fresh), decoded, -1));
              assertTrue(error < Noise.freshSymmetric(10).bound() / 0x1p26);
            }));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }
  }
}
