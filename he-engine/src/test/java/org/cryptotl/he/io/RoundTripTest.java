package org.cryptotl.he.io;

import static org.cryptotl.he.rlwe.Secrets.whole;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.io.WireSamples.Sample;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.rlwe.SecretKeyAccess;
import org.cryptotl.he.rlwe.SwitchingKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
class RoundTripTest {

  private static final SecretKeyAccess ACCESS = SecretKeyAccess.granted();

  private static final List<WireSamples> RINGS =
      List.of(
          new WireSamples(InsecureParameters.insecure(5, 3, 2), 1),
          new WireSamples(CkksParameters.N8192_Q5_P2, 2));

  /** 16384 residues: more than one chunk of the packing; and primes of 25 and 30 bits. */
  private static final List<WireSamples> CIPHERTEXT_RINGS =
      List.of(
          RINGS.get(0),
          RINGS.get(1),
          new WireSamples(
              CkksParameters.builder(14).levels(2).specialPrimes(1).primeBits(25).build(), 3));

  static List<WireSamples> rings() {
    return RINGS;
  }

  static List<WireSamples> ciphertextRings() {
    return CIPHERTEXT_RINGS;
  }

  @ParameterizedTest
  @MethodSource("rings")
  void everyObject_isWrittenAgainAsTheSameBytes(WireSamples samples) {
    for (Sample sample : samples.all()) {
      assertArrayEquals(sample.bytes(), sample.rewrite().apply(sample.bytes()), sample.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("ciphertextRings")
  void ciphertexts_areTheSameAfterReading(WireSamples samples) {
    for (Ciphertext each :
        List.of(samples.seeded, samples.seededLow, samples.full, samples.product)) {
      Ciphertext read = samples.reader.ciphertext(WireWriter.toBytes(each));
      assertEquals(each.seed(), read.seed());
      assertEquals(each.scale(), read.scale());
      assertEquals(each.parameters(), read.parameters());
      assertEquals(each.polys().size(), read.polys().size());
      for (int i = 0; i < each.polys().size(); i++) {
        assertSame(each.poly(i), read.poly(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void keys_areTheSameAfterReading(WireSamples samples) {
    WireReader reader = samples.reader;
    PublicKey publicKey = reader.publicKey(WireWriter.toBytes(samples.publicKey));
    assertEquals(samples.publicKey.seed(), publicKey.seed());
    assertSame(samples.publicKey.a(), publicKey.a());
    assertSame(samples.publicKey.b(), publicKey.b());

    assertSame(
        samples.relinearizationKey,
        reader.switchingKey(WireWriter.toBytes(samples.relinearizationKey)));
    assertSame(samples.galoisKey, reader.galoisKey(WireWriter.toBytes(samples.galoisKey)));

    SecretKey secretKey = reader.secretKey(WireWriter.toBytes(samples.secretKey, ACCESS), ACCESS);
    assertSame(whole(samples.secretKey), whole(secretKey));
  }

  @ParameterizedTest
  @MethodSource("rings")
  void bundles_areTheSameAfterReading(WireSamples samples) {
    EvaluationKeys written = samples.evaluationKeys;
    EvaluationKeys read = samples.reader.evaluationKeys(WireWriter.toBytes(written, samples.rlwe));
    assertSame(written.relinearization().orElseThrow(), read.relinearization().orElseThrow());
    assertEquals(written.galois().keySet(), read.galois().keySet());
    written.galois().forEach((element, key) -> assertSame(key, read.galois().get(element)));
  }

  @Test
  void parameters_areTheSameAfterReading() {
    for (CkksParameters each :
        List.of(
            CkksParameters.N8192_Q5_P2,
            CkksParameters.N8192_Q6_P1,
            CkksParameters.N16384_Q10_P4_PRECISE)) {
      assertEquals(each, WireReader.parameters(WireWriter.toBytes(each), 14));
    }
  }

  @Test
  void parameters_ofALargerRingThanWanted_areRefused() {
    byte[] bytes = WireWriter.toBytes(CkksParameters.N8192_Q5_P2);
    HeException.MalformedInput e =
        assertThrows(HeException.MalformedInput.class, () -> WireReader.parameters(bytes, 12));
    assertEquals("parameters: got logN 13 at offset 40, expected 12 to 12", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> WireReader.parameters(bytes, 11));
  }

  @ParameterizedTest
  @MethodSource("ciphertextRings")
  void sizes_areExact(WireSamples samples) {
    int limbs = samples.rlwe.dataLimbs();
    assertEquals(
        WireWriter.toBytes(samples.seeded).length, WireSize.seededCiphertext(samples.rlwe, limbs));
    assertEquals(
        WireWriter.toBytes(samples.product).length,
        WireSize.fullCiphertext(samples.rlwe, limbs, 3));
    assertEquals(WireWriter.toBytes(samples.publicKey).length, WireSize.publicKey(samples.rlwe));
    assertEquals(
        WireWriter.toBytes(samples.relinearizationKey).length,
        WireSize.switchingKey(samples.rlwe, limbs));
    assertEquals(
        WireWriter.toBytes(samples.galoisKey).length, WireSize.galoisKey(samples.rlwe, limbs));
    assertEquals(
        WireWriter.toBytes(samples.evaluationKeys, samples.rlwe).length,
        WireSize.evaluationKeys(samples.rlwe, 1, List.of(1, 1)));
    assertEquals(
        WireWriter.toBytes(samples.secretKey, ACCESS).length, WireSize.secretKey(samples.rlwe));
    assertEquals(WireWriter.toBytes(samples.parameters).length, WireSize.of(samples.parameters));
  }

  @Test
  void bundle_isReadFromAStreamThatGivesByteAfterByte() throws IOException {
    WireSamples samples = RINGS.get(0);
    byte[] bytes = WireWriter.toBytes(samples.evaluationKeys, samples.rlwe);
    InputStream dribble =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            return super.read(buffer, from, Math.min(1, length));
          }
        };
    EvaluationKeys read = samples.reader.evaluationKeys(dribble);
    assertArrayEquals(bytes, WireWriter.toBytes(read, samples.rlwe));
  }

  @Test
  void bundle_passesKeyByKeyFromReaderToWriter() throws IOException {
    WireSamples samples = RINGS.get(0);
    byte[] bytes = WireWriter.toBytes(samples.evaluationKeys, samples.rlwe);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    EvaluationKeyWriter writer = new EvaluationKeyWriter(samples.rlwe, copy);
    samples.reader.evaluationKeys(new ByteArrayInputStream(bytes), writer);
    writer.finish();
    assertArrayEquals(bytes, copy.toByteArray());
  }

  @Test
  void consumer_getsTheKeysInOrder() throws IOException {
    WireSamples samples = RINGS.get(0);
    List<String> calls = new ArrayList<>();
    samples.reader.evaluationKeys(
        new ByteArrayInputStream(WireWriter.toBytes(samples.evaluationKeys, samples.rlwe)),
        new EvaluationKeyConsumer() {
          @Override
          public void begin(boolean relinearization, int galoisKeys) {
            calls.add("begin " + relinearization + " " + galoisKeys);
          }

          @Override
          public void relinearizationKey(SwitchingKey key) {
            calls.add("relinearisation " + key.limbs());
          }

          @Override
          public void galoisKey(GaloisKey key) {
            calls.add("Galois " + key.automorphism().galoisElement());
          }
        });
    assertEquals(List.of("begin true 2", "relinearisation 1", "Galois 25", "Galois 63"), calls);
  }

  @Test
  void bundleWriter_refusesWhatWasNotAnnounced() throws IOException {
    WireSamples samples = RINGS.get(0);
    GaloisKey low = samples.evaluationKeys.galois().get(25);
    GaloisKey high = samples.evaluationKeys.galois().get(63);
    EvaluationKeyWriter writer = new EvaluationKeyWriter(samples.rlwe, new ByteArrayOutputStream());
    assertThrows(IllegalArgumentException.class, () -> writer.galoisKey(low));
    assertThrows(IllegalStateException.class, writer::finish);
    writer.begin(false, 2);
    assertThrows(IllegalArgumentException.class, () -> writer.begin(false, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.relinearizationKey(samples.relinearizationKey));
    writer.galoisKey(high);
    assertThrows(IllegalArgumentException.class, () -> writer.galoisKey(low));
    assertThrows(IllegalArgumentException.class, () -> writer.galoisKey(high));
    assertThrows(IllegalArgumentException.class, () -> writer.galoisKey(RINGS.get(1).galoisKey));
    assertThrows(IllegalStateException.class, writer::finish);
  }

  @Test
  void objectsOfOtherParameters_areAMismatch() {
    WireReader other = new WireReader(InsecureParameters.insecure(5, 2, 2).rlwe());
    byte[] bytes = WireWriter.toBytes(RINGS.get(0).seeded);
    HeException.ParameterMismatch e =
        assertThrows(HeException.ParameterMismatch.class, () -> other.ciphertext(bytes));
    assertTrue(e.getMessage().contains("2 data + 2 special primes"), e.getMessage());
  }

  @Test
  void aFailingStream_isNoMalformedInput() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    assertThrows(IOException.class, () -> RINGS.get(0).reader.publicKey(closed));
  }

  @Test
  void secretKey_needsTheAccessToken() {
    WireSamples samples = RINGS.get(0);
    byte[] bytes = WireWriter.toBytes(samples.secretKey, ACCESS);
    assertThrows(NullPointerException.class, () -> WireWriter.toBytes(samples.secretKey, null));
    assertThrows(NullPointerException.class, () -> samples.reader.secretKey(bytes, null));
  }

  private static void assertSame(GaloisKey expected, GaloisKey actual) {
    assertEquals(expected.automorphism(), actual.automorphism());
    assertSame(expected.key(), actual.key());
  }

  private static void assertSame(SwitchingKey expected, SwitchingKey actual) {
    assertEquals(expected.seed(), actual.seed());
    assertEquals(expected.limbs(), actual.limbs());
    for (int t = 0; t < expected.parameters().digits(expected.limbs()); t++) {
      assertSame(expected.a(t), actual.a(t));
      assertSame(expected.b(t), actual.b(t));
    }
  }

  private static void assertSame(NttPoly expected, NttPoly actual) {
    assertEquals(expected.basis(), actual.basis());
    assertArrayEquals(expected.limbs(), actual.limbs());
  }
}
