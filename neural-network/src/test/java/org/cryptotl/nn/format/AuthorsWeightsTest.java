package org.cryptotl.nn.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class AuthorsWeightsTest {

  /** What the authors' Python script writes for a network. */
  private static List<String> write(Network network) {
    List<String> lines = new ArrayList<>();
    Conv1D convolution = (Conv1D) network.layers().get(1);
    lines.add("Conv1d layer with 1 filters of size " + convolution.window().size() + ":");
    lines.add("Filter 0");
    for (float w : convolution.weights().toArray()) {
      lines.add(String.valueOf(w));
    }
    for (int layer : new int[] {3, 8}) {
      Dense dense = (Dense) network.layers().get(layer);
      lines.add("Dense layer of dimension (%d, %d):".formatted(dense.inputs(), dense.outputs()));
      for (int j = 0; j < dense.outputs(); j++) {
        lines.add("Columns " + j);
        for (int i = 0; i < dense.inputs(); i++) {
          lines.add(String.valueOf(dense.weights().get(j * dense.inputs() + i)));
        }
      }
      lines.add("Bias");
      for (float b : dense.bias().toArray()) {
        lines.add(String.valueOf(b));
      }
    }
    return lines;
  }

  private static Network read(List<String> lines) {
    return read(String.join("\n", lines) + "\n");
  }

  private static Network read(String text) {
    try {
      return AuthorsWeights.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void writtenNetwork_isReadBack() {
    Network network = Presets.paperLower(20, new Random(3));
    assertEquals(network, read(write(network)));
    assertEquals(network, read(String.join("\r\n", write(network))), "lines of another system");
  }

  @Test
  void numbersAsPythonWritesThem_areRead() {
    List<String> lines = write(Presets.paperLower(12, new Random(3)));
    lines.set(2, "-1.5e-05");
    lines.set(3, "2");
    lines.set(4, "  0.25 ");
    Conv1D convolution = (Conv1D) read(lines).layers().get(1);
    assertEquals(-1.5e-5f, convolution.weights().get(0));
    assertEquals(0.25f, convolution.weights().get(2));
  }

  @Test
  void failures_nameTheLine() {
    List<String> good = write(Presets.paperLower(12, new Random(3)));
    assertFailure(good, 0, "Conv2d", "line 1: expected 'Conv1d layer");
    assertFailure(good, 0, "Conv1d layer with 2 filters of size 9:", "line 1: got 2 filters");
    assertFailure(good, 1, "Filter 1", "line 2: expected 'Filter 0'");
    assertFailure(good, 5, "abc", "line 6: expected a number");
    assertFailure(good, 5, "NaN", "line 6: the number is not a finite one");
    assertFailure(good, 5, "1e300", "line 6: the number is not a finite one");
    assertFailure(good, 11, "Dense layer of dimension (99999, 1):", "line 12: got 99999 inputs");
    assertFailure(good, 11, "Dense layer of dimension (12, 0):", "line 12: got 0 outputs");
    assertFailure(good, 12, "Columns 3", "line 13: expected 'Columns 0'");
    assertFailure(good, 14, "1".repeat(1000), "line 15: the line is longer");
    List<String> longer = new ArrayList<>(good);
    longer.add("");
    longer.add("0.5");
    String message = assertThrows(ModelFormatException.class, () -> read(longer)).getMessage();
    assertTrue(message.contains("expected the end"), message);
  }

  private static void assertFailure(List<String> good, int line, String text, String part) {
    List<String> lines = new ArrayList<>(good);
    lines.set(line, text);
    String message = assertThrows(ModelFormatException.class, () -> read(lines)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void secondLayerThatDoesNotFit_isRefused() {
    List<String> first = write(Presets.paperLower(12, new Random(3)));
    List<String> second = write(Presets.paperLower(14, new Random(3)));
    int start = second.lastIndexOf("Dense layer of dimension (12, 12):");
    int cut = first.lastIndexOf("Dense layer of dimension (10, 10):");
    List<String> mixed = new ArrayList<>(first.subList(0, cut));
    mixed.addAll(second.subList(start, second.size()));
    String message = assertThrows(ModelFormatException.class, () -> read(mixed)).getMessage();
    assertTrue(message.contains("takes 12 inputs, expected 10"), message);
  }

  @Test
  void everyTruncation_isAFailureOrAShorterNumber() {
    String text = String.join("\n", write(Presets.paperLower(9, new Random(3)))) + "\n";
    int lastNumber = text.stripTrailing().lastIndexOf('\n');
    for (int length = 0; length <= lastNumber; length++) {
      String cut = text.substring(0, length);
      assertThrows(ModelFormatException.class, () -> read(cut), "length " + length);
    }
  }

  @Test
  void mutations_areReadOrFailByName() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] text =
        String.join("\n", write(Presets.paperLower(9, new Random(3))))
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 5000; i++) {
      byte[] mutated = text.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        AuthorsWeights.read(new ByteArrayInputStream(mutated));
      } catch (ModelFormatException expected) {
        assertTrue(expected.getMessage().contains("line "), expected.getMessage());
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed %d, mutation %d".formatted(seed, i), e);
      }
    }
  }

  /** A header alone must not make room for what it announces. */
  @Test
  void announcedSizesWithoutNumbers_takeNoMemory() {
    List<String> lines =
        new ArrayList<>(write(Presets.paperLower(9, new Random(3))).subList(0, 11));
    lines.add("Dense layer of dimension (8192, 8192):");
    lines.add("Columns 0");
    for (int i = 0; i < 1000; i++) {
      assertThrows(ModelFormatException.class, () -> read(lines));
    }
  }

  @Test
  void endlessLine_isRefusedAtItsBound() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] b, int off, int len) {
            Arrays.fill(b, off, off + len, (byte) 'x');
            return len;
          }
        };
    assertThrows(ModelFormatException.class, () -> AuthorsWeights.read(endless));
  }
}
