package org.cryptotl.nn.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.testing.RandomNetworks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ModelFileTest {

  private static byte[] write(StoredModel model) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ModelFile.write(model, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static StoredModel full() {
    Random random = new Random(2);
    float[] offsets = {1, -2, 3, 0.25f, 0, 7, 8, 9, 10, 11};
    float[] factors = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    return new StoredModel(
        Presets.paperLower(10, random),
        Optional.of(new Scaler(Scaler.Kind.STANDARD, offsets, factors)),
        Map.of("encoder", "all-minilm-l6-v2-q", "epsilon", "3.5", "Ä", "ö \" \\ \n"));
  }

  @Test
  void model_isReadBackAsItWas() {
    StoredModel model = full();
    assertEquals(model, ModelFile.read(write(model)));
    assertArrayEquals(write(model), write(ModelFile.read(write(model))));
  }

  @Test
  void anyNetwork_isReadBackAsItWas() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      StoredModel model = StoredModel.of(RandomNetworks.any(random));
      assertEquals(model, ModelFile.read(write(model)), "seed %d, network %d".formatted(seed, i));
    }
  }

  @Test
  void unboundedRanges_areKept() {
    StoredModel model = StoredModel.of(Network.of(Shape.of(2), Polynomial.square()));
    assertEquals(model, ModelFile.read(write(model)));
  }

  @Test
  void everyTruncation_isNamed() {
    byte[] file = write(full());
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThrows(ModelFormatException.class, () -> ModelFile.read(cut), "length " + length);
    }
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    assertThrows(ModelFormatException.class, () -> ModelFile.read(longer));
  }

  @Test
  void everyFlippedByte_isNamed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] file = write(full());
    for (int i = 0; i < file.length; i++) {
      byte[] flipped = file.clone();
      flipped[i] ^= (byte) (1 + random.nextInt(255));
      assertThrows(
          ModelFormatException.class,
          () -> ModelFile.read(flipped),
          "seed %d, byte %d".formatted(seed, i));
    }
  }

  /** With a right digest, so that what is behind it is tried: headers that a stranger wrote. */
  @Test
  void mutatedHeadersWithARightDigest_areReadOrNamed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      byte[] file = write(StoredModel.of(RandomNetworks.any(random)));
      int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(8);
      for (int k = random.nextInt(3); k >= 0; k--) {
        byte[] characters = "0123456789-{}[],:\"aE. ".getBytes(StandardCharsets.US_ASCII);
        file[12 + random.nextInt(length)] = characters[random.nextInt(characters.length)];
      }
      try {
        ModelFile.read(signed(file));
      } catch (ModelFormatException e) {
        assertTrue(e.getMessage().startsWith("model file: "), e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d, mutation %d".formatted(seed, i), e);
      }
    }
  }

  @Test
  void hostileHeaders_areNamed() {
    assertFailure("{}", "weights: it is missing");
    assertFailure("[]", "expected an object");
    assertFailure("{\"weights\":0", "not JSON");
    assertFailure("{\"weights\":0,\"weights\":1}", "not JSON");
    assertFailure("[".repeat(5000), "not JSON");
    assertFailure("{\"weights\":-1}", "at least 0");
    assertFailure("{\"weights\":1e99}", "at least 0");
    assertFailure("{\"weights\":2000000000}", "at most");
    assertFailure(layers("{\"type\":\"Lstm\"}"), "top.layers[0]: this type of layer");
    assertFailure(
        layers("{\"type\":\"Dense\",\"inputs\":46341,\"outputs\":46341,\"bias\":false}"),
        "product below 2^31");
    assertFailure(
        layers("{\"type\":\"Dense\",\"inputs\":4000,\"outputs\":4000,\"bias\":false}"),
        "16000000 weights more than are left, 0");
    assertFailure(layers("{\"type\":\"Reshape\",\"shape\":[2147483647,2]}"), "fewer than 2^31");
    assertFailure(layers("{\"type\":\"Relu\"},{\"type\":\"Dropout\",\"rate\":2}"), "rate 2");
    assertFailure(
        "{\"weights\":0,\"input\":[1000000000],\"layers\":[{\"type\":\"Relu\"}],\"notes\":{}}",
        "1000000000 entries between layers");
    assertFailure(layers("{\"type\":\"BatchNorm\",\"channels\":-1,\"epsilon\":1}"), "-1 weights");
    assertFailure(
        "{\"weights\":0,\"input\":[2],\"layers\":[" + "{\"type\":\"Relu\"},".repeat(5000) + "{}]}",
        "5001 layers");
  }

  private static String layers(String layers) {
    return "{\"weights\":0,\"input\":[2],\"layers\":[" + layers + "],\"notes\":{}}";
  }

  private static void assertFailure(String header, String part) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] file =
        ByteBuffer.allocate(12 + json.length + 32)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("CTNN".getBytes(StandardCharsets.US_ASCII))
            .putInt(1)
            .putInt(json.length)
            .put(json)
            .array();
    String message =
        assertThrows(ModelFormatException.class, () -> ModelFile.read(signed(file)), header)
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void otherVersionsAndFormats_areNamed() {
    byte[] file = write(full());
    file[4] = 9;
    assertTrue(
        assertThrows(ModelFormatException.class, () -> ModelFile.read(file))
            .getMessage()
            .contains("version 9"));
    assertThrows(
        ModelFormatException.class,
        () -> ModelFile.read("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void moreWeightsThanAccepted_areRefusedBeforeTheyAreRead() {
    byte[] file = write(full());
    assertThrows(
        ModelFormatException.class, () -> ModelFile.read(new ByteArrayInputStream(file), 10));
  }

  private static byte[] signed(byte[] file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, 0, file.length - 32);
      System.arraycopy(digest.digest(), 0, file, file.length - 32, 32);
      return file;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
