package org.cryptotl.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.onnx.OnnxLimits;
import org.cryptotl.nn.onnx.OnnxReader;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.text.EncodedTexts;
import org.cryptotl.nn.text.TextEncoder;
import org.cryptotl.nn.transfer.Head;
import org.cryptotl.nn.transfer.HeadInput;
import org.cryptotl.nn.transfer.TargetVectors;

/**
 * The same texts through the same networks without any encryption: what only somebody can compute
 * who has the texts and the model.
 */
final class PlainTwin {

  /** Texts between two looks at the progress. */
  private static final int STEP = 40;

  /** All cores; results do not depend on their number. */
  private static final Parallel CORES =
      Parallel.on(ForkJoinPool.commonPool(), Runtime.getRuntime().availableProcessors());

  private final TargetVectors vectors;

  /**
   * Encodes texts and evaluates the base.
   *
   * @param low the smallest entry of an input; smaller ones are moved there
   * @param high the largest
   */
  PlainTwin(StoredModel base, double low, double high, List<String> texts, ProgressBar bar) {
    List<float[]> inputs = new ArrayList<>();
    List<float[]> features = new ArrayList<>();
    try (TextEncoder encoder = TextEncoder.miniLmAndBge()) {
      for (int from = 0; from < texts.size(); from += STEP) {
        int to = Math.min(texts.size(), from + STEP);
        EncodedTexts encoded = encoder.encode(texts.subList(from, to), CORES);
        for (int i = 0; i < encoded.size(); i++) {
          float[] input = input(base.scaler(), encoded.vector(i), low, high);
          inputs.add(input);
          features.add(base.network().forward(input));
        }
        bar.show(to, texts.size(), "%d of %d".formatted(to, texts.size()));
      }
    }
    this.vectors =
        TargetVectors.of(inputs.toArray(float[][]::new), features.toArray(float[][]::new));
  }

  private static float[] input(Optional<Scaler> scaler, float[] vector, double low, double high) {
    float[] input = scaler.map(s -> s.apply(vector)).orElse(vector);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) Math.clamp(input[i], low, high);
    }
    return input;
  }

  /** The probabilities of all labels by a head. */
  double[][] probabilities(byte[] onnx, String input) {
    Network network = OnnxReader.read(onnx, OnnxLimits.DEFAULT);
    return new Head(HeadInput.valueOf(input), network).probabilities(vectors, CORES);
  }

  /** The most probable labels. */
  static List<String> labels(double[][] probabilities, List<String> names) {
    List<String> labels = new ArrayList<>();
    for (double[] row : probabilities) {
      int best = 0;
      for (int c = 1; c < row.length; c++) {
        best = row[c] > row[best] ? c : best;
      }
      labels.add(names.get(best));
    }
    return labels;
  }
}
