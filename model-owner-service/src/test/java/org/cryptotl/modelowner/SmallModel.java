package org.cryptotl.modelowner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Presets;

/** A network that is quick to plan, and what is needed to make versions of it. */
public final class SmallModel {

  public static final Network NETWORK = Presets.table(4, 6, 3, new SplittableRandom(7));

  public static final String IMPORT =
      "{\"source\":\"MODEL_FILE\",\"maxError\":0.01,\"modes\":[\"LATENCY\",\"THROUGHPUT\"]}";

  public static double[] input() {
    return new double[] {0.5, -0.25, 0.75, -1};
  }

  private SmallModel() {}

  public static byte[] file() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ModelFile.write(StoredModel.of(NETWORK), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static double[] plain(double[] x) {
    float[] in = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      in[i] = (float) x[i];
    }
    float[] out = NETWORK.forward(in);
    double[] y = new double[out.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = out[i];
    }
    return y;
  }

  /** A table whose label says whether a + b is above 0. */
  public static byte[] csv(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("a,b,c,label\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextDouble(-1, 1);
      double b = random.nextDouble(-1, 1);
      csv.append(
          "%f,%f,%f,%s%n".formatted(a, b, random.nextDouble(-1, 1), a + b > 0 ? "yes" : "no"));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }
}
