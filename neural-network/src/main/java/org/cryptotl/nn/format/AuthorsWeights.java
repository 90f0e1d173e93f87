package org.cryptotl.nn.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cryptotl.nn.layer.AveragePool1D;
import org.cryptotl.nn.layer.Conv1D;
import org.cryptotl.nn.layer.Dense;
import org.cryptotl.nn.layer.Flatten;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Polynomial;
import org.cryptotl.nn.layer.Reshape;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.layer.Weights;
import org.cryptotl.nn.layer.Window;

/**
 * Reads the weight text files that the CryptoTL authors' code writes for its lower network (arXiv
 * 2205.11935): a convolution with one filter, {@code Conv1d layer with 1 filters of size 9:},
 * {@code Filter 0}, a number a line; then twice {@code Dense layer of dimension (768, 768):}, for
 * each output {@code Columns 0} and a number a line for each input, {@code Bias}, a number a line
 * for each output. The dimension is (inputs, outputs). Between the dense layers the network has the
 * paper's cubic and an average pooling of width 3, which are not in the file: the second dense
 * layer takes two inputs fewer than the first one gives.
 */
public final class AuthorsWeights {

  /** Greatest number of inputs or outputs of a layer that is read. */
  private static final int MOST = 8192;

  private static final int POOLING = 3;

  private static final Pattern CONVOLUTION =
      Pattern.compile("Conv1d layer with (\\d{1,9}) filters of size (\\d{1,9}):");
  private static final Pattern DENSE =
      Pattern.compile("Dense layer of dimension \\((\\d{1,9}), ?(\\d{1,9})\\):");

  private final Lines lines;

  private AuthorsWeights(Lines lines) {
    this.lines = lines;
  }

  /**
   * Reads a network, line by line; memory is that of the weights.
   *
   * @param in text in ASCII; read to its end and not closed
   * @return a network from (n) to the second dense layer's outputs
   * @throws ModelFormatException at the first line that is not as it should be, by its number
   * @throws IOException if the stream fails
   */
  public static Network read(InputStream in) throws IOException {
    return new AuthorsWeights(new Lines(in)).network();
  }

  private Network network() throws IOException {
    Conv1D convolution = convolution();
    Dense first = dense();
    int pooled = first.outputs() - POOLING + 1;
    Dense second = dense();
    if (second.inputs() != pooled) {
      throw lines.failure(
          "the second dense layer takes %d inputs, expected %d: what the first one gives, %d, less 2"
              .formatted(second.inputs(), pooled, first.outputs()));
    }
    lines.expectEnd();
    return Network.of(
        Shape.of(first.inputs()),
        new Reshape(Shape.of(1, first.inputs())),
        convolution,
        new Flatten(),
        first,
        Polynomial.paperCubic(),
        new Reshape(Shape.of(1, first.outputs())),
        AveragePool1D.valid(POOLING, 1),
        new Flatten(),
        second);
  }

  private Conv1D convolution() throws IOException {
    Matcher header = lines.match(CONVOLUTION, "'Conv1d layer with 1 filters of size 9:'");
    int filters = Integer.parseInt(header.group(1));
    int size = size("a filter of size", header.group(2));
    if (filters != 1) {
      throw lines.failure(
          "got %d filters, expected 1: the network of these files has one".formatted(filters));
    }
    lines.expect("Filter 0");
    float[] weights = new float[size];
    for (int k = 0; k < size; k++) {
      weights[k] = lines.number();
    }
    return new Conv1D(1, 1, Window.same(size), Weights.of(weights), Weights.NONE);
  }

  private Dense dense() throws IOException {
    Matcher header = lines.match(DENSE, "'Dense layer of dimension (768, 768):'");
    int inputs = size("inputs", header.group(1));
    int outputs = size("outputs", header.group(2));
    // A column is written whole, so that one that is there pays for the next: memory follows input.
    float[][] columns = new float[outputs][];
    for (int j = 0; j < outputs; j++) {
      lines.expect("Columns " + j);
      columns[j] = new float[inputs];
      for (int i = 0; i < inputs; i++) {
        columns[j][i] = lines.number();
      }
    }
    lines.expect("Bias");
    float[] bias = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      bias[j] = lines.number();
    }
    float[] weights = new float[inputs * outputs];
    for (int j = 0; j < outputs; j++) {
      System.arraycopy(columns[j], 0, weights, j * inputs, inputs);
    }
    return new Dense(inputs, outputs, Weights.of(weights), Weights.of(bias));
  }

  private int size(String what, String digits) {
    int size = Integer.parseInt(digits);
    if (size < 1 || size > MOST) {
      throw lines.failure("got %d %s, expected 1 to %d".formatted(size, what, MOST));
    }
    return size;
  }
}
