package org.cryptotl.he.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ckks.ComplexVector;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.LatencyLayout;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.Precision;
import org.cryptotl.he.manifest.ThroughputLayout;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.EvaluationKeys;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.PublicKey;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecretKey;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both modes promise to the two parties. */
@ExtendWith(Replay.class)
@Tag("once")
class PlanTest {

  private static final CkksParameters PARAMETERS = InsecureParameters.insecure(10, 6, 2);

  /** The two modes. */
  enum Mode {
    LATENCY,
    THROUGHPUT;

    Plan plan(List<Step> network, Goal goal, CkksParameters... parameters) {
      return this == LATENCY
          ? Planner.latency(network, goal, List.of(parameters)).plan()
          : Planner.throughput(network, goal, List.of(parameters)).plan();
    }

    Plan plan(List<Step> network, Goal goal) {
      return this == LATENCY
          ? Planner.latency(network, goal).plan()
          : Planner.throughput(network, goal).plan();
    }
  }

  private static List<Step> network(Random random) {
    return Networks.dense(random, Networks.CUBIC, 16, 20, 12);
  }

  private static Parties parties(Mode mode, Random random) {
    List<Step> network = network(random);
    return new Parties(network, mode.plan(network, Goal.ofRange(0, 1), PARAMETERS));
  }

  @ParameterizedTest
  @EnumSource
  void manifest_saysWhatThePlanIs(Mode mode, Random random) {
    List<Step> network = network(random);
    Goal goal = Goal.ofRange(-0.5, 2);
    Plan plan = mode.plan(network, goal);
    Manifest manifest = WireReader.manifest(WireWriter.toBytes(plan.manifest()), 13);
    assertEquals(plan.manifest(), manifest);
    ManifestHash.require(manifest, ManifestHash.of(plan.manifest()));
    assertEquals(13, manifest.parameters().logN());
    assertEquals(128, manifest.securityBits());
    assertEquals(-0.5, manifest.range().low());
    assertEquals(2, manifest.range().high());
    assertEquals(0, manifest.floodingBits());
    assertTrue(manifest.millis() > 0);
    assertTrue(manifest.precision().expectedError() <= 1e-3);
    assertEquals(16, manifest.layout().inputs());
    assertEquals(12, manifest.layout().outputs());
    assertEquals(mode == Mode.LATENCY ? 1 : 8192, manifest.layout().capacity());

    Parties parties = new Parties(network, plan);
    double[][] samples = Networks.samples(random, 1, 16, -0.5, 2);
    List<Ciphertext> request = parties.dataOwner.encrypt(samples);
    List<Ciphertext> reply = parties.evaluate(request);
    assertEquals(request.stream().mapToLong(WireSize::of).sum(), WireSize.request(manifest));
    assertEquals(reply.stream().mapToLong(WireSize::of).sum(), WireSize.reply(manifest));
    assertEquals(
        WireSize.of(parties.dataOwner.evaluationKeys()), WireSize.evaluationKeys(manifest));
    assertTrue(parties.largestError(samples) <= manifest.precision().errorBound());
  }

  /** One map needs so few levels that a small ring is safe. */
  @ParameterizedTest
  @EnumSource
  void singleMap_takesASmallRing(Mode mode, Random random) {
    List<Step> network = List.of(Networks.dense(random, Networks.CUBIC, 16, 20, 12).getFirst());
    Plan plan = mode.plan(network, Goal.ofRange(0, 1));
    assertEquals(12, plan.parameters().logN());
    assertTrue(plan.manifest().securityBits() >= 128);
    double error = new Parties(network, plan).largestError(Networks.samples(random, 1, 16, 0, 1));
    assertTrue(error <= plan.manifest().precision().errorBound(), "got " + error);
  }

  /** Where less precision is enough, smaller primes save a larger ring. */
  @ParameterizedTest
  @EnumSource
  void coarseGoal_takesSmallerPrimes(Mode mode, Random random) {
    List<Step> network = new ArrayList<>(Networks.dense(random, Networks.CUBIC, 6, 6, 6));
    network.addAll(Networks.dense(random, Networks.SQUARE, 6, 6, 6));
    Plan fine = mode.plan(network, Goal.ofRange(0, 1).withError(1e-4));
    assertEquals(14, fine.parameters().logN());
    Plan coarse = mode.plan(network, Goal.ofRange(0, 1).withError(0.2));
    assertEquals(13, coarse.parameters().logN());
    assertTrue(coarse.parameters().defaultScale().log2() < 30);
    assertTrue(coarse.manifest().securityBits() >= 128);
    double error = new Parties(network, coarse).largestError(Networks.samples(random, 1, 6, 0, 1));
    assertTrue(error <= coarse.manifest().precision().errorBound(), "got " + error);
  }

  /** Who asks for too much sees what there is. */
  @ParameterizedTest
  @EnumSource
  void goalOutOfReach_isExplained(Mode mode, Random random) {
    Goal goal = Goal.ofRange(0, 1).withError(1e-30);
    Planner<?> planner =
        mode == Mode.LATENCY
            ? Planner.latency(network(random), goal, List.of(PARAMETERS))
            : Planner.throughput(network(random), goal, List.of(PARAMETERS));
    assertTrue(planner.explain().contains("not precise enough"), planner::explain);
    assertFalse(planner.explain().contains("<- taken"), planner::explain);
    assertThrows(IllegalArgumentException.class, planner::plan);
  }

  /** Deep networks are planned in larger rings, among the parameters of 128 bits. */
  @ParameterizedTest
  @CsvSource({"LATENCY, 2, 14", "THROUGHPUT, 2, 14", "LATENCY, 5, 15", "THROUGHPUT, 5, 15"})
  void severalActivations_takeALargerRing(Mode mode, int activations, int logN, Random random) {
    int[] sizes = new int[activations + 2];
    Arrays.fill(sizes, 6);
    List<Step> network = Networks.dense(random, Networks.CUBIC, sizes);
    Plan plan = mode.plan(network, Goal.ofRange(0, 1).withError(1e-2));
    assertEquals(logN, plan.parameters().logN());
    assertTrue(plan.manifest().securityBits() >= 128);
    double error = new Parties(network, plan).largestError(Networks.samples(random, 1, 6, 0, 1));
    assertTrue(error <= plan.manifest().precision().errorBound(), "got " + error);
  }

  /** Networks of one architecture differ in their manifests by orders of magnitude at most. */
  @ParameterizedTest
  @EnumSource
  void manifest_doesNotTellWeightsOfDenseLayersApart(Mode mode, Random random) {
    Goal goal = Goal.ofRange(0, 1).withError(0.1);
    Manifest first = mode.plan(network(random), goal, PARAMETERS).manifest();
    for (int trial = 0; trial < 5; trial++) {
      Manifest second = mode.plan(network(random), goal, PARAMETERS).manifest();
      assertEquals(withoutMagnitudes(first), withoutMagnitudes(second));
      double octaves = second.layout().scale().log2() - first.layout().scale().log2();
      // A cubic divides exponents by three.
      assertEquals(Math.rint(3 * octaves), 3 * octaves, 1e-9);
    }
  }

  /** All but the precision and the scale of inputs. */
  private static Manifest withoutMagnitudes(Manifest manifest) {
    CkksParameters parameters = manifest.parameters();
    Layout layout =
        switch (manifest.layout()) {
          case LatencyLayout latency -> latency;
          case ThroughputLayout t ->
              new ThroughputLayout(
                  t.slots(), t.inputs(), t.outputs(), t.level(), parameters.defaultScale());
        };
    return new Manifest(
        parameters,
        layout,
        manifest.range(),
        manifest.keys(),
        manifest.floodingBits(),
        new Precision(1, 1),
        manifest.millis());
  }

  @ParameterizedTest
  @EnumSource
  void inputsThatDoNotFit_areRefusedWithoutTheirValues(Mode mode, Random random) {
    DataOwnerCodec owner = parties(mode, random).dataOwner;
    double[][] samples = Networks.samples(random, 1, 16, 0, 1);
    for (double outside : new double[] {-0.001234, 1.001234, Double.NaN}) {
      samples[0][5] = outside;
      assertEquals(
          "sample 0, entry 5: it is outside of the accepted range, expected 0.0 to 1.0",
          assertThrows(IllegalArgumentException.class, () -> owner.encrypt(samples)).getMessage());
    }
    double[][] longer = new double[1][17];
    assertEquals(
        "sample 0: got 17 entries, expected 16",
        assertThrows(IllegalArgumentException.class, () -> owner.encrypt(longer)).getMessage());
    int capacity = owner.manifest().layout().capacity();
    double[][] many = new double[capacity + 1][16];
    assertThrows(IllegalArgumentException.class, () -> owner.encrypt(many));
    assertThrows(IllegalArgumentException.class, () -> owner.encrypt(new double[0][]));
  }

  @ParameterizedTest
  @EnumSource
  void resultsThatDoNotFit_areRefused(Mode mode, Random random) {
    Parties parties = parties(mode, random);
    DataOwnerCodec owner = parties.dataOwner;
    List<Ciphertext> request = owner.encrypt(Networks.samples(random, 1, 16, 0, 1));
    List<Ciphertext> reply = new ArrayList<>(parties.evaluate(request));
    reply.set(0, request.get(0));
    assertThrows(IllegalArgumentException.class, () -> owner.decrypt(reply, 1));
    assertThrows(IllegalArgumentException.class, () -> owner.decrypt(List.of(), 1));
    CkksParameters others = InsecureParameters.insecure(10, 7, 2);
    Plan stranger = mode.plan(parties.network, Goal.ofRange(0, 1), others);
    List<Ciphertext> foreign =
        DataOwnerCodec.withFreshKey(stranger.manifest(), new SecureRandom())
            .encrypt(new double[1][16]);
    assertThrows(HeException.ParameterMismatch.class, () -> owner.decrypt(foreign, 1));
  }

  @ParameterizedTest
  @EnumSource
  void keysForAnotherManifest_areRefused(Mode mode, Random random) {
    Parties parties = parties(mode, random);
    Plan plan = parties.plan;
    List<Ciphertext> request = parties.dataOwner.encrypt(Networks.samples(random, 1, 16, 0, 1));
    SecureRandom secure = new SecureRandom();
    CkksParameters others = InsecureParameters.insecure(10, 7, 2);
    SecretKey otherSecret = new KeyGenerator(others.rlwe(), secure).secretKey();
    assertThrows(
        HeException.ParameterMismatch.class,
        () -> new DataOwnerCodec(plan.manifest(), otherSecret, secure));
    PublicKey otherPublic = new KeyGenerator(others.rlwe(), secure).publicKey(otherSecret);
    assertThrows(
        HeException.ParameterMismatch.class,
        () -> plan.evaluate(parties.evaluator, otherPublic, request, secure));

    List<Step> shallow = Networks.dense(random, Networks.SQUARE, 4, 3, 2);
    Plan smaller = mode.plan(shallow, Goal.ofRange(0, 1), PARAMETERS);
    SecretKey secret = parties.dataOwner.secretKey();
    EvaluationKeys fewer = new DataOwnerCodec(smaller.manifest(), secret, secure).evaluationKeys();
    Evaluator evaluator = new Evaluator(PARAMETERS, fewer);
    assertThrows(HeException.MissingGaloisKey.class, () -> plan.apply(evaluator, request));
    Evaluator none = new Evaluator(PARAMETERS, EvaluationKeys.NONE);
    assertThrows(HeException.MissingGaloisKey.class, () -> plan.apply(none, request));
  }

  @ParameterizedTest
  @EnumSource
  void requestsThatDoNotFit_areRefused(Mode mode, Random random) {
    Parties parties = parties(mode, random);
    List<Ciphertext> request = parties.dataOwner.encrypt(Networks.samples(random, 1, 16, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> parties.evaluate(List.of()));
    List<Ciphertext> low = new ArrayList<>(request);
    low.set(0, parties.evaluator.dropToLevel(request.get(0), 0));
    assertThrows(HeException.LevelExhausted.class, () -> parties.evaluate(low));
    Ciphertext first = request.get(0);
    List<Ciphertext> scaled = new ArrayList<>(request);
    scaled.set(
        0, Ciphertext.of(first.parameters(), first.polys(), first.scale().multiply(Scale.of(2))));
    assertThrows(HeException.ScaleMismatch.class, () -> parties.evaluate(scaled));
    List<Ciphertext> products = new ArrayList<>(request);
    products.set(0, parties.evaluator.multiply(first, first));
    assertThrows(IllegalArgumentException.class, () -> parties.evaluate(products));
    CkksParameters others = InsecureParameters.insecure(10, 7, 2);
    Parties strangers =
        new Parties(parties.network, mode.plan(parties.network, Goal.ofRange(0, 1), others));
    assertThrows(
        HeException.ParameterMismatch.class,
        () -> parties.plan.apply(strangers.evaluator, request));
  }

  /** The same input twice: what comes back has nothing in common but the outputs. */
  @ParameterizedTest
  @EnumSource
  void results_areRerandomised(Mode mode, Random random) {
    Parties parties = parties(mode, random);
    double[][] samples = Networks.samples(random, 1, 16, 0, 1);
    List<Ciphertext> request = parties.dataOwner.encrypt(samples);
    List<Ciphertext> bare = parties.plan.apply(parties.evaluator, request);
    List<Ciphertext> bareAgain = parties.plan.apply(parties.evaluator, request);
    List<Ciphertext> first = parties.evaluate(request);
    List<Ciphertext> second = parties.evaluate(request);
    double tolerance = 2 * parties.plan.manifest().precision().errorBound();
    for (int i = 0; i < first.size(); i++) {
      assertTrue(bare.get(i).poly(1).sameAs(bareAgain.get(i).poly(1)));
      assertEquals(1, first.get(i).limbs());
      assertUniform(parties.evaluator.subtract(first.get(i), second.get(i)));
      assertUniform(parties.evaluator.subtract(first.get(i), bare.get(i)));
      assertFalse(first.get(i).seed().isPresent());
      ComplexVector difference =
          parties.slots(parties.evaluator.subtract(first.get(i), second.get(i)));
      for (int slot = 0; slot < difference.size(); slot++) {
        assertEquals(0, difference.re()[slot], tolerance);
        assertEquals(0, difference.im()[slot], tolerance);
      }
    }
    double error = parties.largestError(samples);
    assertTrue(error <= parties.plan.manifest().precision().errorBound(), "got " + error);
  }

  /** The residues of c_1 fill their range: in each of 8 parts of it there are about N / 8. */
  private static void assertUniform(Ciphertext difference) {
    int[] residues = difference.poly(1).limb(0);
    int q = difference.poly(1).basis().limb(0).q();
    int[] counts = new int[8];
    for (int residue : residues) {
      counts[(int) (8L * residue / q)]++;
    }
    double expected = residues.length / 8.0;
    for (int count : counts) {
      assertEquals(expected, count, 8 * Math.sqrt(expected));
    }
  }

  @ParameterizedTest
  @EnumSource
  void floodedResults_areNoisierByTheirBitsAndStillPrecise(Mode mode, Random random) {
    List<Step> network = network(random);
    CkksParameters precise = InsecureParameters.insecure(10, 12, 3, 2, 60);
    Goal goal = Goal.ofRange(0, 1).withError(1e-3);
    double[][] samples = Networks.samples(random, 1, 16, 0, 1);
    double plain = 0;
    for (int bits : new int[] {0, 8, 16}) {
      Plan plan = mode.plan(network, goal.withFlooding(bits), precise);
      Manifest manifest = plan.manifest();
      assertEquals(bits, manifest.floodingBits());
      Parties parties = new Parties(network, plan);
      double error = parties.largestError(samples);
      assertTrue(error <= manifest.precision().errorBound(), "got " + error);
      assertTrue(manifest.precision().expectedError() <= goal.error());
      double noise = largestDifference(parties.outputs(samples), parties.outputs(samples));
      assertTrue(noise >= Math.scalb(plain, bits), "got " + noise + ", without " + plain);
      plain = bits == 0 ? noise : plain;
    }
  }

  private static double largestDifference(double[][] a, double[][] b) {
    double largest = 0;
    for (int j = 0; j < a.length; j++) {
      for (int i = 0; i < a[j].length; i++) {
        largest = Math.max(largest, Math.abs(a[j][i] - b[j][i]));
      }
    }
    return largest;
  }

  @ParameterizedTest
  @EnumSource
  void floodingWithoutRoom_isSaid(Mode mode, Random random) {
    List<Step> network = network(random);
    Goal goal = Goal.ofRange(0, 1).withFlooding(10);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> mode.plan(network, goal, CkksParameters.N8192_Q5_P2))
            .getMessage();
    assertTrue(message.startsWith("plan: an error of 1.0e-03 was asked for, "), message);
    String remedy = "; allow more, fewer than 10 bits of flooding, or parameters with two primes";
    assertTrue(message.contains(remedy), message);
    Manifest larger = mode.plan(network, goal).manifest();
    assertEquals(14, larger.parameters().logN());
    assertEquals(2, larger.parameters().primesPerLevel());
    Goal absurd = goal.withFlooding(64);
    assertThrows(IllegalArgumentException.class, () -> mode.plan(network, absurd));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 31, 45})
  void flooding_isUniform(int log2, Random random) {
    CkksParameters parameters = InsecureParameters.insecure(10, 2, 1);
    Ciphertext zero =
        Ciphertext.of(
            parameters.rlwe(),
            List.of(zero(parameters), zero(parameters)),
            parameters.defaultScale());
    Ciphertext flooded = new Flooding(log2).apply(zero, new SecureRandom());
    int[] first = flooded.poly(0).limb(0).clone();
    int[] second = flooded.poly(0).limb(1).clone();
    flooded.poly(0).basis().limb(0).toCoefficients(first);
    flooded.poly(0).basis().limb(1).toCoefficients(second);
    long p = flooded.poly(0).basis().limb(0).q();
    long q = flooded.poly(0).basis().limb(1).q();
    long inverse = BigInteger.valueOf(p).modInverse(BigInteger.valueOf(q)).longValue();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < first.length; i++) {
      long digit = Math.floorMod((second[i] - first[i]) % q * inverse, q);
      long value = first[i] + p * digit;
      long centred = value > p * q / 2 ? value - p * q : value;
      assertTrue(centred >= -(1L << log2) && centred < 1L << log2, "got " + centred);
      sum += centred;
      squares += (double) centred * centred;
    }
    double size = Math.scalb(1.0, log2);
    assertEquals(-0.5 / size, sum / first.length / size, 0.15);
    assertEquals(log2 == 0 ? 0.5 : 1.0 / 3, squares / first.length / size / size, 0.1);
  }

  private static NttPoly zero(CkksParameters parameters) {
    return new NttPoly(parameters.rlwe().data(2), new int[2][parameters.rlwe().degree()]);
  }
}
