package org.cryptotl.he.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.manifest.KeyNeeds;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.manifest.ValueRange;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests, their bytes by the document's tables, and their hashes. */
@Tag("once")
class ManifestTest {

  private final Manifest latency = WireSamples.latencyManifest();
  private final Manifest throughput = WireSamples.throughputManifest();

  @Test
  void manifest_isReadAsItWasWritten() {
    for (Manifest each : new Manifest[] {latency, throughput}) {
      byte[] bytes = WireWriter.toBytes(each);
      assertEquals(WireSize.of(each), bytes.length);
      assertEquals(each, WireReader.manifest(bytes, 12));
    }
    assertEquals(192, latency.securityBits());
  }

  @Test
  void fields_areWhereTheDocumentSays() {
    byte[] bytes = WireWriter.toBytes(latency);
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(8, fields.getShort(6));
    byte[] parameters = WireWriter.toBytes(latency.parameters());
    int p = parameters.length;
    assertArrayEquals(parameters, Arrays.copyOfRange(bytes, 40, 40 + p));
    fields.position(40 + p);
    for (int expected : new int[] {1, 5, 3, 1}) {
      assertEquals(expected, fields.getInt());
    }
    assertEquals(0x1p20, fields.getDouble());
    assertEquals(0, fields.getDouble());
    for (int expected : new int[] {2, 5, 512, 2, 512}) {
      assertEquals(expected, fields.getInt());
    }
    assertEquals(-1, fields.getDouble());
    assertEquals(0.5, fields.getDouble());
    assertEquals(7, fields.getInt());
    for (double expected : new double[] {2e-4, 1e-3, 1.5}) {
      assertEquals(expected, fields.getDouble());
    }
    for (int expected : new int[] {2, 3, 5, 2, 25, 1, 8191, 1}) {
      assertEquals(expected, fields.getInt());
    }
    assertEquals(0, fields.remaining());
  }

  @Test
  void sizes_areThoseOfTheObjects() {
    CkksParameters parameters = latency.parameters();
    WireSamples samples = new WireSamples(parameters, 1);
    assertEquals(WireSize.of(samples.seeded), WireSize.request(latency));
    assertEquals(70L * WireWriter.toBytes(samples.seeded).length, WireSize.request(throughput));
    assertEquals(WireSize.fullCiphertext(parameters.rlwe(), 1, 2), WireSize.reply(latency));
    assertEquals(
        WireSize.evaluationKeys(parameters.rlwe(), 2, latency.keys().galoisLimbs().values()),
        WireSize.evaluationKeys(latency));
  }

  @Test
  void hash_tellsManifestsApart() {
    String hash = ManifestHash.of(latency);
    assertEquals("072f8c28be01791c7b5f0ed870727aabe8eb477834e6419d896d10e9b0757af7", hash);
    ManifestHash.require(WireReader.manifest(WireWriter.toBytes(latency), 12), hash);
    String message =
        assertThrows(
                HeException.ManifestMismatch.class, () -> ManifestHash.require(throughput, hash))
            .getMessage();
    assertEquals(
        "manifest: got SHA-256 %s, expected %s; fetch the model's manifest again and make keys for it"
            .formatted(ManifestHash.of(throughput), hash),
        message);
  }

  @ParameterizedTest
  @CsvSource({
    "1e-3, 1e-3",
    "1.0001e-3, 2e-3",
    "2e-3, 2e-3",
    "3e-5, 5e-5",
    "5.1e-5, 1e-4",
    "9.9, 10",
    "1, 1"
  })
  void coarsePrecision_isTheNextOfOneTwoFive(double exact, double coarse) {
    assertEquals(new Precision(coarse, coarse), Precision.coarse(exact, exact));
  }

  @Test
  void whatDoesNotFit_isRefused() {
    Layout other = new ThroughputLayout(1024, 3, 2, 1, Scale.of(1e6));
    refused(latency, other, latency.keys(), 0, 1);
    Layout high = new ThroughputLayout(2048, 3, 2, 2, Scale.of(1e6));
    refused(latency, high, latency.keys(), 0, 1);
    for (Map<Integer, Integer> galois :
        Map.of("even", Map.of(4, 1), "large", Map.of(8193, 1), "limbs", Map.of(5, 3)).values()) {
      refused(latency, latency.layout(), new KeyNeeds(1, new TreeMap<>(galois)), 0, 1);
    }
    refused(latency, latency.layout(), new KeyNeeds(3, new TreeMap<>()), 0, 1);
    refused(latency, latency.layout(), latency.keys(), 65, 1);
    refused(latency, latency.layout(), latency.keys(), -1, 1);
    refused(latency, latency.layout(), latency.keys(), 0, Double.NaN);
    assertThrows(IllegalArgumentException.class, () -> new ValueRange(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new ValueRange(0, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Precision(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Precision(2, 1));
  }

  /** Such a manifest would have its reader make keys until memory ends. */
  @Test
  void moreKeysThanAnyPlanNeeds_areRefused() {
    CkksParameters parameters = CkksParameters.N8192_Q5_P2;
    Layout layout = new ThroughputLayout(parameters.slots(), 3, 2, 1, Scale.of(1e6));
    TreeMap<Integer, Integer> galois = new TreeMap<>();
    for (int element = 1; element < 2 * parameters.rlwe().degree(); element += 2) {
      galois.put(element, parameters.rlwe().dataLimbs());
    }
    KeyNeeds all = new KeyNeeds(0, galois);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Manifest(
                        parameters, layout, new ValueRange(0, 1), all, 0, new Precision(1, 1), 1))
            .getMessage();
    assertEquals(
        "manifest: its keys take 11274289152 bytes of memory, expected at most 4294967296",
        message);
  }

  private static void refused(
      Manifest from, Layout layout, KeyNeeds keys, int floodingBits, double millis) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Manifest(
                from.parameters(),
                layout,
                from.range(),
                keys,
                floodingBits,
                from.precision(),
                millis));
  }

  @Test
  void insecureParameters_haveNoSecurityBitsAndCannotBeRead() {
    CkksParameters parameters = InsecureParameters.insecure(5, 2, 1);
    Layout layout = new LatencyLayout(16, 1, 1, 1, 2, 1, 1, 2, 1, parameters.defaultScale());
    Manifest manifest =
        new Manifest(
            parameters,
            layout,
            latency.range(),
            new KeyNeeds(0, new TreeMap<>()),
            0,
            latency.precision(),
            0);
    assertEquals(0, manifest.securityBits());
    byte[] bytes = WireWriter.toBytes(manifest);
    assertThrows(HeException.MalformedInput.class, () -> WireReader.manifest(bytes, 12));
  }

  @Test
  void fingerprintOfOtherParameters_isMalformed() {
    byte[] bytes = WireWriter.toBytes(latency);
    bytes[8] ^= 1;
    assertEquals(
        "manifest: the fingerprint is not that of its parameters",
        assertThrows(HeException.MalformedInput.class, () -> WireReader.manifest(bytes, 12))
            .getMessage());
  }
}
