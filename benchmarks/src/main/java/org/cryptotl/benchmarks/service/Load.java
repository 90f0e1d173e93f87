package org.cryptotl.benchmarks.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.kernel.Kernels;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.plan.Goal;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.he.plan.Planner;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;
import org.cryptotl.nn.lowering.Approximation;
import org.cryptotl.nn.lowering.Lowering;

/**
 * The model owner's service under load, against the engine alone in the same run: throughput of
 * eight tenants at once, what HTTP adds to one evaluation, waiting times at half that load, how
 * often keys are read, and twenty tenants in a heap of 1 GB. The network is the lower one of the
 * CryptoTL paper in latency mode. Engine and service are measured in turn, since a busy machine is
 * not equally busy all the time; the load generator shares the processors with the service.
 */
public final class Load {

  private static final int TENANTS = 8;
  private static final int MORE_TENANTS = 20;
  private static final int THREADS = 2;
  private static final int ROUNDS = 5;
  private static final int SINGLE_REQUESTS = 300;

  /** Until then the JVM still compiles what a request goes through, on a twentieth of the CPU. */
  private static final int WARM_UP_SECONDS = 90;

  private static final double LOW = -1;
  private static final double HIGH = 1;
  private static final double ERROR = 1e-2;

  private final List<Tenant> tenants = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private final int seconds;
  private final int port;
  private final Plan plan;

  private Load(int seconds, int port, Plan plan) {
    this.seconds = seconds;
    this.port = port;
    this.plan = plan;
  }

  /**
   * Runs all measurements.
   *
   * @param arguments the service's jar; seconds of each of the ten measured stretches, 10 if not
   *     given
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 1) {
      System.err.println("usage: Load <jar of the model owner's service> [seconds]");
      System.exit(2);
    }
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    Path directory = Files.createTempDirectory("load");
    try (ServiceProcess service = ServiceProcess.start(Path.of(arguments[0]), directory)) {
      System.out.printf(
          "kernel: %s; service ready in %d ms%n", Kernels.description(), service.readyMillis());
      measure(service, new Api(service.port(), ServiceProcess.TOKEN), seconds);
    } finally {
      delete(directory);
    }
  }

  private static void measure(ServiceProcess service, Api admin, int seconds) throws Exception {
    Network network = Presets.paperLower(768, new SplittableRandom(1));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelFile.write(StoredModel.of(network), file);
    int number =
        admin
            .createVersion(
                "paper",
                "{\"source\":\"MODEL_FILE\",\"maxError\":%s,\"modes\":[\"LATENCY\"]}"
                    .formatted(ERROR),
                file.toByteArray())
            .get("version")
            .asInt();
    String version = "/api/v1/models/paper/versions/" + number;
    Manifest manifest = WireReader.manifest(admin.octets(version + "/manifests/LATENCY"), 16);
    Plan plan = plan(network);
    System.out.printf(
        "the plan is %s as the service's; keys %d bytes on the wire, %d in memory%n",
        ManifestHash.of(plan.manifest()).equals(ManifestHash.of(manifest))
            ? "the same"
            : "NOT the same",
        WireSize.evaluationKeys(manifest),
        manifest.keys().sizeBytes(manifest.parameters().rlwe()));
    Load load = new Load(seconds, service.port(), plan);
    load.join(admin, version, manifest, TENANTS);
    load.check(network);
    double rate = load.throughput(service);
    load.single();
    load.halfLoad(rate / 2);
    System.out.printf(
        "bundles read: %.0f by %d tenants, expected one each%n",
        admin.metric("cryptotl_keys_reads_total"), TENANTS);
    load.join(admin, version, manifest, MORE_TENANTS);
    load.manyTenants(admin);
  }

  /** As the service plans it. */
  private static Plan plan(Network network) {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      float[] row = new float[network.input().size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) random.nextDouble(LOW, HIGH);
      }
      rows.add(row);
    }
    List<double[]> samples =
        rows.stream()
            .map(row -> {
              double[] x = new double[row.length];
              Arrays.setAll(x, i -> Math.clamp(row[i], LOW, HIGH));
              return x;
            })
            .toList();
    Goal goal = Goal.ofRange(LOW, HIGH).withError(ERROR).withBatch(1).withSamples(samples);
    return Planner.latency(Lowering.lower(network, Approximation.within(ERROR), rows).steps(), goal)
        .plan();
  }

  private void join(Api admin, String version, Manifest manifest, int count)
      throws IOException, InterruptedException {
    String sha256 = ManifestHash.of(manifest);
    while (tenants.size() < count) {
      tenants.add(Tenant.join(admin, "tenant-" + tenants.size(), version, manifest, sha256));
    }
  }

  /** That answers are right, and the first requests of everybody, which read keys. */
  private void check(Network network) throws IOException {
    double worst = 0;
    try (Connection connection = new Connection(port)) {
      for (Tenant tenant : tenants) {
        double[] got = tenant.outputs(tenant.send(connection));
        float[] x = new float[tenant.sample().length];
        for (int i = 0; i < x.length; i++) {
          x[i] = (float) tenant.sample()[i];
        }
        float[] expected = network.forward(x);
        for (int i = 0; i < expected.length; i++) {
          worst = Math.max(worst, Math.abs(expected[i] - got[i]));
        }
      }
    }
    System.out.printf("largest error of the answers: %.1e%n", worst);
    if (worst > ERROR) {
      throw new IllegalStateException("the answers are wrong");
    }
  }

  /** One caller: what a request takes beyond the evaluation. */
  private void single() throws IOException {
    List<Double> whole = new ArrayList<>();
    List<Double> beyond = new ArrayList<>();
    List<String> steps = List.of("read", "wait", "keys", "evaluate", "write");
    double[] sums = new double[steps.size()];
    try (Connection connection = new Connection(port)) {
      for (int i = -SINGLE_REQUESTS / 2; i < SINGLE_REQUESTS; i++) {
        Tenant tenant = tenants.get(Math.floorMod(i, TENANTS));
        long start = System.nanoTime();
        Connection.Answer answer = tenant.send(connection);
        double millis = (System.nanoTime() - start) / 1e6;
        if (i >= 0) {
          whole.add(millis);
          beyond.add(millis - answer.millis("evaluate"));
          for (int s = 0; s < steps.size(); s++) {
            sums[s] += answer.millis(steps.get(s)) / SINGLE_REQUESTS;
          }
        }
      }
    }
    System.out.printf(
        "one caller: %.2f ms a request (median), %.2f ms beyond the evaluation (90%%: %.2f);"
            + " means of its steps in ms:",
        percentile(whole, 0.5), percentile(beyond, 0.5), percentile(beyond, 0.9));
    for (int s = 0; s < sums.length; s++) {
      System.out.printf(" %s %.2f", steps.get(s), sums[s]);
    }
    System.out.println();
  }

  /** Engine and service in turn; the service's requests a second. */
  private double throughput(ServiceProcess service) throws Exception {
    List<Double> shares = new ArrayList<>();
    List<Double> sharesOfCpu = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    engine(seconds);
    service(WARM_UP_SECONDS);
    for (int round = 0; round < ROUNDS; round++) {
      double own = ownCpuSeconds();
      double engine = engine(seconds);
      double engineCpu = (ownCpuSeconds() - own) / seconds;
      own = ownCpuSeconds();
      double before = service.cpuSeconds();
      double rate = service(seconds);
      double cpu = (service.cpuSeconds() - before) / seconds;
      System.out.printf(
          "round %d: engine %.1f a second on %.2f processors, service %.1f on %.2f and %.2f for the"
              + " callers%n",
          round + 1, engine, engineCpu, rate, cpu, (ownCpuSeconds() - own) / seconds);
      shares.add(rate / engine);
      sharesOfCpu.add(rate / cpu / (engine / engineCpu));
      rates.add(rate);
    }
    System.out.printf(
        "%d tenants at once: %.1f evaluations a second, %.1f %% of the engine's own on %d threads;"
            + " %.1f %% by second of CPU time (medians of %d rounds)%n",
        TENANTS,
        percentile(rates, 0.5),
        100 * percentile(shares, 0.5),
        THREADS,
        100 * percentile(sharesOfCpu, 0.5),
        ROUNDS);
    return percentile(rates, 0.5);
  }

  private static double ownCpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** Evaluations a second without the service, on the same keys in turn. */
  private double engine(int duration) throws InterruptedException, ExecutionException {
    return rate(
        THREADS,
        duration,
        (thread, n) -> {
          int tenant = (thread + n * THREADS) % TENANTS;
          return tenants.get(tenant).evaluate(plan, random);
        });
  }

  /** Requests a second of all tenants, each sending the next one when it has the answer. */
  private double service(int duration) throws Exception {
    List<Connection> connections = connect(TENANTS);
    try {
      return rate(
          TENANTS, duration, (thread, _) -> tenants.get(thread).send(connections.get(thread)));
    } finally {
      close(connections);
    }
  }

  private interface Work {
    Object run(int thread, int n) throws IOException;
  }

  private static double rate(int threads, int duration, Work work)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long end = start + duration * 1_000_000_000L;
    long done = 0;
    for (int each :
        onThreads(
            threads,
            thread -> {
              int n = 0;
              while (System.nanoTime() < end) {
                work.run(thread, n++);
              }
              return n;
            })) {
      done += each;
    }
    return done * 1e9 / (System.nanoTime() - start);
  }

  private interface Threaded<T> {
    T run(int thread) throws Exception;
  }

  private static <T> List<T> onThreads(int count, Threaded<T> work)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(count)) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int t = 0; t < count; t++) {
        int thread = t;
        calls.add(() -> work.run(thread));
      }
      for (Future<T> each : pool.invokeAll(calls)) {
        results.add(each.get());
      }
    }
    return results;
  }

  private List<Connection> connect(int count) throws IOException {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.add(new Connection(port));
    }
    return connections;
  }

  private static void close(List<Connection> connections) throws IOException {
    for (Connection each : connections) {
      each.close();
    }
  }

  /**
   * Requests at random moments that do not wait for the answers of others; the time of each is that
   * from the moment it was due.
   */
  private void halfLoad(double rate) throws Exception {
    double alone = alone();
    int count = (int) (rate * 3 * seconds);
    Random moments = new Random(1);
    long[] due = new long[count];
    double at = 0;
    for (int i = 0; i < count; i++) {
      at -= Math.log(1 - moments.nextDouble()) / rate;
      due[i] = (long) (at * 1e9);
    }
    int senders = 2 * TENANTS;
    List<Connection> connections = connect(senders);
    long start = System.nanoTime();
    List<Double> millis = new ArrayList<>();
    try {
      for (List<Double> each :
          onThreads(
              senders,
              sender -> {
                List<Double> own = new ArrayList<>();
                for (int i = sender; i < count; i += senders) {
                  long wait = start + due[i] - System.nanoTime();
                  if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                  }
                  tenants.get(i % TENANTS).send(connections.get(sender));
                  own.add((System.nanoTime() - start - due[i]) / 1e6);
                }
                return own;
              })) {
        millis.addAll(each);
      }
    } finally {
      close(connections);
    }
    double p99 = percentile(millis, 0.99);
    System.out.printf(
        "half of that load, %d requests at random moments: median %.1f, 99%% %.1f ms, i.e. %.1f"
            + " times the %.1f ms of one alone%n",
        count, percentile(millis, 0.5), p99, p99 / alone, alone);
  }

  private double alone() throws IOException {
    List<Double> millis = new ArrayList<>();
    try (Connection connection = new Connection(port)) {
      for (int i = 0; i < SINGLE_REQUESTS; i++) {
        long start = System.nanoTime();
        tenants.get(i % TENANTS).send(connection);
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    return percentile(millis, 0.5);
  }

  /** All tenants in random order, so that bundles are read and make room all the time. */
  private void manyTenants(Api admin) throws Exception {
    double before = admin.metric("cryptotl_keys_reads_total");
    int each = 5 * tenants.size() / TENANTS;
    onThreads(
        TENANTS,
        thread -> {
          SplittableRandom order = new SplittableRandom(thread);
          try (Connection connection = new Connection(port)) {
            for (int i = 0; i < each; i++) {
              tenants.get(order.nextInt(tenants.size())).send(connection);
            }
          }
          return each;
        });
    System.out.printf(
        "%d tenants in a heap of 1 GB: all %d requests answered, %.0f bundles read, %.0f MB of keys"
            + " kept, %.0f MB of heap used%n",
        tenants.size(),
        TENANTS * each,
        admin.metric("cryptotl_keys_reads_total") - before,
        admin.metric("cryptotl_keys_bytes") / 1e6,
        admin.metric("jvm_memory_used_bytes{area=\"heap\"") / 1e6);
  }

  private static double percentile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
