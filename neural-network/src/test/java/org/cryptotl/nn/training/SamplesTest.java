package org.cryptotl.nn.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class SamplesTest {

  @Test
  void samplesOfAFile_trainToTheSameWeights(@TempDir Path folder) {
    Samples samples = Problems.plane(130, 7, 0.1, 1);
    Path file = folder.resolve("samples");
    SampleFile.write(file, samples);
    Network network = Presets.paperUpper(7, 12, new SplittableRandom(2));
    Trainer trainer =
        new Trainer(TrainingOptions.of(Loss.BINARY_CROSS_ENTROPY).withEpochs(3), Parallel.NONE);
    try (SampleFile streamed = new SampleFile(file)) {
      assertEquals(130, streamed.size());
      assertEquals(7, streamed.inputs());
      assertEquals(
          trainer.train(network, samples, TrainingMonitor.NONE).network(),
          trainer.train(network, streamed, TrainingMonitor.NONE).network());
      assertThrows(IndexOutOfBoundsException.class, () -> streamed.read(130, new float[7], 0));
    }
  }

  @Test
  void brokenSampleFiles_areRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("samples");
    SampleFile.write(file, Problems.plane(3, 2, 0, 1));
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, 8 + 11, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(IllegalArgumentException.class, () -> new SampleFile(file), "length " + length);
    }
    for (int at = 0; at < 8; at++) {
      byte[] broken = whole.clone();
      broken[at] ^= (byte) 0x81;
      Files.write(file, broken);
      assertThrows(IllegalArgumentException.class, () -> new SampleFile(file), "byte " + at);
    }
  }

  @Test
  void folds_shareTheClassesAndCoverAllRows() {
    int n = 103;
    Samples samples = indexed(n, 4);
    List<Split> folds = Split.folds(samples, 5, 7);
    Set<Integer> seen = new HashSet<>();
    for (Split fold : folds) {
      Set<Integer> out = rows(fold.heldOut());
      Set<Integer> in = rows(fold.training());
      assertTrue(in.stream().noneMatch(out::contains));
      assertEquals(n, in.size() + out.size());
      assertTrue(out.stream().noneMatch(seen::contains));
      seen.addAll(out);
      long rare = out.stream().filter(i -> i % 4 == 0).count();
      assertTrue(rare >= 4 && rare <= 7, "26 of the rare class in 5 folds, here " + rare);
    }
    assertEquals(n, seen.size());
  }

  @Test
  void heldOutPart_hasItsShareOfEachClass() {
    Samples samples = indexed(200, 10);
    Split split = Split.of(samples, 0.25, 3);
    Set<Integer> out = rows(split.heldOut());
    assertEquals(50, out.size());
    assertEquals(5, out.stream().filter(i -> i % 10 == 0).count());
    assertEquals(150, rows(split.training()).size());
    assertEquals(out, rows(Split.of(samples, 0.25, 3).heldOut()), "seeds replay");
    assertEquals(1, Split.of(indexed(2, 2), 0.01, 1).heldOut().size());
    assertEquals(1, Split.of(indexed(2, 2), 0.99, 1).training().size());
  }

  @Test
  void wrongSplits_areRefused() {
    Samples samples = indexed(5, 2);
    assertThrows(IllegalArgumentException.class, () -> Split.of(samples, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> Split.of(samples, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Split.folds(samples, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Split.folds(samples, 6, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> samples.rows(5));
  }

  @Test
  void unequalRows_areRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Samples.of(new float[][] {{1, 2}, {1}}, new int[] {0, 1}));
    assertThrows(IllegalArgumentException.class, () -> Samples.of(new float[2][2], new int[] {0}));
    assertThrows(IllegalArgumentException.class, () -> Samples.of(new float[0][2], new int[0]));
  }

  @Test
  void selectedRows_areThoseAskedFor() {
    Samples some = indexed(10, 3).rows(7, 2, 7).rows(0, 1);
    assertEquals(2, some.size());
    float[] x = new float[3];
    some.read(0, x, 1);
    assertArrayEquals(new float[] {0, 7, 0}, x);
    assertEquals(0, some.target(1));
  }

  /** Row i holds i; every {@code rare}-th one is of class 1. */
  private static Samples indexed(int n, int rare) {
    float[][] x = new float[n][1];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      x[i][0] = i;
      labels[i] = i % rare == 0 ? 1 : 0;
    }
    return Samples.of(x, labels);
  }

  private static Set<Integer> rows(Samples samples) {
    Set<Integer> rows = new HashSet<>();
    float[] x = new float[1];
    for (int i = 0; i < samples.size(); i++) {
      samples.read(i, x, 0);
      assertTrue(rows.add((int) x[0]), "each row once");
    }
    return rows;
  }
}
