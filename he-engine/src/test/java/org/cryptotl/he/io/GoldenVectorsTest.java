package org.cryptotl.he.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.ckks.Encoder;
import org.cryptotl.he.ckks.Encryptor;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bytes that were written once and stay readable: they belong together, so that decrypting and
 * evaluating them checks the order of evaluations and the expansion of seeds besides the layout.
 */
class GoldenVectorsTest {

  private static final JsonNode VECTORS = load();
  private static final SecretKeyAccess ACCESS = SecretKeyAccess.granted();
  private static final double TOLERANCE = 1e-4;

  private final CkksParameters parameters = InsecureParameters.insecure(5, 2, 1);
  private final WireReader reader = new WireReader(parameters.rlwe());
  private final SecretKey secretKey = reader.secretKey(bytes("secret-key"), ACCESS);
  private final double[] re = numbers("re");
  private final double[] im = numbers("im");

  private static JsonNode load() {
    try (InputStream in = GoldenVectorsTest.class.getResourceAsStream("wire-vectors.json")) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> valid() {
    return ids("valid");
  }

  static List<String> malformed() {
    return ids("malformed");
  }

  private static List<String> ids(String list) {
    return StreamSupport.stream(VECTORS.get(list).spliterator(), false)
        .map(each -> each.get("id").asString())
        .toList();
  }

  private static JsonNode vector(String list, String id) {
    return StreamSupport.stream(VECTORS.get(list).spliterator(), false)
        .filter(each -> each.get("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(String id) {
    return hex(vector("valid", id).get("hex"));
  }

  private static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asString());
  }

  private static double[] numbers(String part) {
    return StreamSupport.stream(VECTORS.get("message").get(part).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private byte[] rewrite(String kind, byte[] bytes) {
    RlweParameters rlwe = parameters.rlwe();
    return switch (kind) {
      case "parameters" -> WireWriter.toBytes(WireReader.parameters(bytes, 16));
      case "manifest" -> WireWriter.toBytes(WireReader.manifest(bytes, 16));
      case "ciphertext" -> WireWriter.toBytes(reader.ciphertext(bytes));
      case "publicKey" -> WireWriter.toBytes(reader.publicKey(bytes));
      case "switchingKey" -> WireWriter.toBytes(reader.switchingKey(bytes));
      case "galoisKey" -> WireWriter.toBytes(reader.galoisKey(bytes));
      case "evaluationKeys" -> WireWriter.toBytes(reader.evaluationKeys(bytes), rlwe);
      case "secretKey" -> WireWriter.toBytes(reader.secretKey(bytes, ACCESS), ACCESS);
      default -> throw new IllegalStateException(kind);
    };
  }

  @Test
  void testRing_isThatOfTheVectors() {
    assertEquals(
        VECTORS.get("parameters").get("fingerprint").asString(),
        HexFormat.of().formatHex(parameters.rlwe().fingerprint()));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void validBytes_areReadAndWrittenAgain(String id) {
    String kind = vector("valid", id).get("kind").asString();
    assertArrayEquals(bytes(id), rewrite(kind, bytes(id)));
  }

  @Tag("once")
  @ParameterizedTest
  @MethodSource("malformed")
  void malformedBytes_areRefusedWithTheirError(String id) {
    JsonNode vector = vector("malformed", id);
    String base = vector.get("base").asString();
    byte[] bytes = malformedBytes(vector, bytes(base));
    String kind = vector("valid", base).get("kind").asString();
    HeException e = assertThrows(HeException.class, () -> rewrite(kind, bytes));
    assertEquals(vector.get("error").asString(), e.getClass().getSimpleName());
    assertEquals(vector.get("message").asString(), e.getMessage());
  }

  /** The base's bytes with some replaced, cut to a length, or with some behind them. */
  private static byte[] malformedBytes(JsonNode vector, byte[] bytes) {
    for (JsonNode patch : vector.path("patch")) {
      byte[] replacement = hex(patch.get("hex"));
      System.arraycopy(replacement, 0, bytes, patch.get("at").asInt(), replacement.length);
    }
    byte[] more = hex(vector.path("append"));
    int length = vector.path("length").asInt(bytes.length);
    byte[] result = Arrays.copyOf(bytes, length + more.length);
    System.arraycopy(more, 0, result, length, more.length);
    return result;
  }

  @Test
  void ciphertexts_decryptToTheMessage() {
    for (String id : List.of("ciphertext-seeded", "ciphertext-seeded-low", "ciphertext-full")) {
      assertDecrypts(reader.ciphertext(bytes(id)), i -> re[i], i -> im[i]);
    }
  }

  @Test
  void product_decryptsBeforeAndAfterRelinearisation() {
    Ciphertext product = reader.ciphertext(bytes("ciphertext-product"));
    EvaluationKeys keys =
        EvaluationKeys.of(
            Optional.of(reader.switchingKey(bytes("relinearisation-key"))), List.of());
    for (Ciphertext each : List.of(product, new Evaluator(parameters, keys).relinearize(product))) {
      assertDecrypts(each, i -> re[i] * re[i] - im[i] * im[i], i -> 2 * re[i] * im[i]);
    }
  }

  @Test
  void galoisKeys_rotateAndConjugate() {
    EvaluationKeys bundle = reader.evaluationKeys(bytes("evaluation-keys"));
    EvaluationKeys single =
        EvaluationKeys.of(
            Optional.empty(), List.of(reader.galoisKey(bytes("galois-key-rotation"))));
    Ciphertext message = reader.ciphertext(bytes("ciphertext-seeded-low"));
    for (EvaluationKeys keys : List.of(bundle, single)) {
      assertDecrypts(
          new Evaluator(parameters, keys).rotate(message, 1),
          i -> re[(i + 1) % re.length],
          i -> im[(i + 1) % im.length]);
    }
    assertDecrypts(new Evaluator(parameters, bundle).conjugate(message), i -> re[i], i -> -im[i]);
  }

  @Test
  void publicKey_encryptsForTheSecretKey() {
    Encryptor encryptor =
        Encryptor.publicKey(parameters, reader.publicKey(bytes("public-key")), new SecureRandom());
    Ciphertext fresh = encryptor.encrypt(new Encoder(parameters).encode(new ComplexVector(re, im)));
    assertDecrypts(fresh, i -> re[i], i -> im[i]);
  }

  private void assertDecrypts(
      Ciphertext ciphertext, IntToDoubleFunction wantedRe, IntToDoubleFunction wantedIm) {
    ComplexVector got =
        new Encoder(parameters).decode(new Decryptor(parameters, secretKey).decrypt(ciphertext));
    assertArrayEquals(all(wantedRe), got.re(), TOLERANCE);
    assertArrayEquals(all(wantedIm), got.im(), TOLERANCE);
  }

  private double[] all(IntToDoubleFunction values) {
    return IntStream.range(0, re.length).mapToDouble(values).toArray();
  }
}
