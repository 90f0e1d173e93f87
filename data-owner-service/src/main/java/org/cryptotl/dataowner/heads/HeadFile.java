package org.cryptotl.dataowner.heads;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.ModelFormatException;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Sigmoid;
import org.cryptotl.nn.layer.Softmax;
import org.cryptotl.nn.onnx.OnnxReader;
import org.cryptotl.nn.transfer.HeadInput;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A head in a file: a {@link ModelFile} with notes of what it sees and of its labels, or an ONNX
 * file, which has no notes. The labels are a JSON array, cut into notes of the greatest length.
 *
 * @param network the head
 * @param input what it sees, if the file says so
 * @param encoder of the texts it was trained on, empty for vectors, if the file says so
 * @param labels in order of their class numbers, if the file says so
 */
record HeadFile(
    Network network,
    @Nullable HeadInput input,
    @Nullable String encoder,
    @Nullable List<String> labels) {

  /** More weights than any head needs: 1,024 wide on 50,000 numbers. */
  private static final long MOST_WEIGHTS = 50_000_000;

  private static final byte[] OWN = "CTNN".getBytes(StandardCharsets.US_ASCII);
  private static final String INPUT = "head.input";
  private static final String ENCODER = "head.encoder";
  private static final String LABELS = "head.labels.";
  private static final int MOST_LABEL_NOTES = StoredModel.MOST_NOTES - 2;
  private static final JsonMapper JSON = new JsonMapper();

  /** The bytes of a head in the own format. */
  static byte[] write(Network network, HeadInput input, String encoder, List<String> labels) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(INPUT, input.name());
    notes.put(ENCODER, encoder);
    String json = JSON.writeValueAsString(labels);
    for (int from = 0; from < json.length(); from += StoredModel.LONGEST_NOTE) {
      int to = Math.min(json.length(), from + StoredModel.LONGEST_NOTE);
      notes.put(LABELS + from / StoredModel.LONGEST_NOTE, json.substring(from, to));
    }
    if (notes.size() > StoredModel.MOST_NOTES) {
      throw new Problem(
          ProblemType.CONFLICT,
          "the labels have %d characters, a file holds %d; save the head as ONNX"
              .formatted(json.length(), MOST_LABEL_NOTES * StoredModel.LONGEST_NOTE));
    }
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ModelFile.write(new StoredModel(network, Optional.empty(), notes), out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a head cannot be written", e);
    }
  }

  /**
   * Reads a file of either format.
   *
   * @throws Problem for anything but a head that gives probabilities
   */
  static HeadFile read(byte[] file) {
    try {
      HeadFile head = isOwn(file) ? readOwn(file) : readOnnx(file);
      Layer last = head.network.layers().getLast();
      if (!(last instanceof Sigmoid || last instanceof Softmax)) {
        throw new Problem(
            ProblemType.INVALID_REQUEST,
            "the last layer is %s, expected Sigmoid or Softmax, which give probabilities"
                .formatted(last.name()));
      }
      return head;
    } catch (ModelFormatException e) {
      throw new Problem(ProblemType.INVALID_REQUEST, e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException("an array is no stream that fails", e);
    }
  }

  private static boolean isOwn(byte[] file) {
    return file.length >= OWN.length && Arrays.equals(file, 0, OWN.length, OWN, 0, OWN.length);
  }

  private static HeadFile readOnnx(byte[] file) throws IOException {
    return new HeadFile(OnnxReader.read(new ByteArrayInputStream(file)), null, null, null);
  }

  private static HeadFile readOwn(byte[] file) throws IOException {
    StoredModel stored = ModelFile.read(new ByteArrayInputStream(file), MOST_WEIGHTS);
    Map<String, String> notes = stored.notes();
    StringBuilder labels = new StringBuilder();
    for (int i = 0; notes.containsKey(LABELS + i); i++) {
      labels.append(notes.get(LABELS + i));
    }
    try {
      return new HeadFile(
          stored.network(),
          notes.containsKey(INPUT) ? HeadInput.valueOf(notes.get(INPUT)) : null,
          notes.get(ENCODER),
          labels.isEmpty() ? null : labels(labels.toString()));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new ModelFormatException("head: its notes cannot be read; get the file again", e);
    }
  }

  private static List<String> labels(String json) {
    String[] labels = JSON.readValue(json, String[].class);
    if (Arrays.stream(labels).anyMatch(label -> label == null || label.isBlank())) {
      throw new ModelFormatException("head: one of its labels has no name; get the file again");
    }
    return List.of(labels);
  }

  @Override
  public String toString() {
    return "HeadFile[redacted]";
  }
}
