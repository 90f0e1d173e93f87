package org.cryptotl.nn.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cryptotl.he.ring.Parallel;

/**
 * One sentence encoder of the BERT family, from an ONNX file on the class path.
 *
 * <p>Each text is a run of its own, on one thread: quantised models scale their activations by all
 * that is in a run, so that batches would make vectors depend on their neighbours.
 */
final class SentenceEncoder implements TextEncoder {

  /** How the vectors of tokens become that of a text. */
  enum Pooling {
    /** The mean of all. */
    MEAN,
    /** That of the start token. */
    START
  }

  /** What tells one model from another. */
  record Model(
      String name, String resource, String tokenizer, int dimension, int tokens, Pooling pooling) {}

  static final Model MINI_LM =
      new Model(
          "all-minilm-l6-v2-q",
          "/all-minilm-l6-v2-q.onnx",
          "/all-minilm-l6-v2-q-tokenizer.json",
          384,
          256,
          Pooling.MEAN);

  static final Model BGE_SMALL =
      new Model(
          "bge-small-en-v1.5-q",
          "/bge-small-en-v1.5-q.onnx",
          "/bge-small-en-v1.5-q-tokenizer.json",
          384,
          256,
          Pooling.START);

  /** No token stands for more characters: longer words are one "unknown" token. */
  private static final int CHARACTERS_A_TOKEN = 100;

  private final Model model;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Set<String> inputs;
  private final HuggingFaceTokenizer tokenizer;

  SentenceEncoder(Model model) {
    this.model = model;
    this.environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.tokenizer = openTokenizer(model);
      this.session = environment.createSession(read(model.resource()), options);
      this.inputs = session.getInputNames();
    } catch (IOException | OrtException e) {
      throw new EncoderException(
          "encoder %s: it could not be loaded; is its artifact on the class path?"
              .formatted(model.name()),
          e);
    }
  }

  private static HuggingFaceTokenizer openTokenizer(Model model) throws IOException {
    try (InputStream in = open(model.tokenizer())) {
      return HuggingFaceTokenizer.newInstance(
          in,
          Map.of(
              "padding",
              "false",
              "truncation",
              "true",
              "maxLength",
              String.valueOf(model.tokens())));
    }
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = SentenceEncoder.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException(resource);
    }
    return in;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public int maxTokens() {
    return model.tokens();
  }

  @Override
  public EncodedTexts encode(List<String> texts, Parallel parallel) {
    List<String> copy = List.copyOf(texts);
    float[][] vectors = new float[copy.size()][];
    boolean[] truncated = new boolean[copy.size()];
    parallel.forEach(
        copy.size(),
        i -> {
          String text = copy.get(i);
          int most = model.tokens() * CHARACTERS_A_TOKEN;
          boolean cut = text.length() > most;
          Encoding tokens = tokenizer.encode(cut ? text.substring(0, most) : text);
          truncated[i] = cut || tokens.exceedMaxLength();
          vectors[i] = run(tokens);
        });
    BitSet marks = new BitSet();
    for (int i = 0; i < truncated.length; i++) {
      marks.set(i, truncated[i]);
    }
    return new EncodedTexts(vectors, marks);
  }

  private float[] run(Encoding tokens) {
    long[] shape = {1, tokens.getIds().length};
    try (OnnxTensor ids = tensor(tokens.getIds(), shape);
        OnnxTensor mask = tensor(tokens.getAttentionMask(), shape);
        OnnxTensor types = tensor(tokens.getTypeIds(), shape)) {
      Map<String, OnnxTensor> given = new HashMap<>();
      given.put("input_ids", ids);
      given.put("attention_mask", mask);
      if (inputs.contains("token_type_ids")) {
        given.put("token_type_ids", types);
      }
      try (OrtSession.Result result = session.run(given)) {
        FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
        return normalised(pool(hidden, (int) shape[1]));
      }
    } catch (OrtException e) {
      throw new EncoderException("encoder %s: a run failed".formatted(model.name()), e);
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  private float[] pool(FloatBuffer hidden, int tokens) {
    float[] vector = new float[model.dimension()];
    int count = model.pooling() == Pooling.MEAN ? tokens : 1;
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] += hidden.get(t * vector.length + i) / count;
      }
    }
    return vector;
  }

  private static float[] normalised(float[] vector) {
    double squares = 0;
    for (float v : vector) {
      squares += (double) v * v;
    }
    float factor = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
    return vector;
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new EncoderException("encoder %s: it could not be closed".formatted(model.name()), e);
    }
  }

  @Override
  public String toString() {
    return "SentenceEncoder[" + model.name() + "]";
  }
}
