package org.cryptotl.dataowner.features;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.cryptotl.dataowner.encoders.Encoders;
import org.cryptotl.dataowner.keys.KeyPair;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.modelowner.Card;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.modelowner.Peer;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.manifest.ValueRange;
import org.cryptotl.nn.scaling.Scaler;
import org.jspecify.annotations.Nullable;

/** The stages between a sample and its features, for one model and one key pair. Thread-safe. */
final class Pipeline {

  private final ModelRef model;
  private final Card card;
  private final @Nullable Scaler scaler;
  private final KeyPair pair;
  private final Keys keys;
  private final DataOwnerCodec codec;
  private final Supplier<Peer> peer;
  private final Encoders encoders;

  /**
   * Makes one.
   *
   * @param peer asked for at each request, as a connection may be changed
   */
  Pipeline(
      ModelRef model, Card card, KeyPair pair, Keys keys, Supplier<Peer> peer, Encoders encoders) {
    this.model = model;
    this.card = card;
    this.scaler = scaler(card);
    this.pair = pair;
    this.keys = keys;
    this.codec = keys.codec(pair.id());
    this.peer = peer;
    this.encoders = encoders;
  }

  private static @Nullable Scaler scaler(Card card) {
    Card.ScalerDocument document = card.scaler();
    if (document == null) {
      return null;
    }
    float[] offsets = new float[document.offsets().size()];
    float[] factors = new float[document.factors().size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = document.offsets().get(i);
    }
    for (int i = 0; i < factors.length; i++) {
      factors[i] = document.factors().get(i);
    }
    // The kind says how it was fitted, which does not matter any more.
    return new Scaler(Scaler.Kind.STANDARD, offsets, factors);
  }

  KeyPair pair() {
    return pair;
  }

  Manifest manifest() {
    return codec.manifest();
  }

  /** The model's inputs of texts: encoded, scaled, within the model's range. */
  float[][] ofTexts(List<String> texts, Meter meter) {
    String encoder = card.encoder();
    if (encoder == null) {
      throw new Problem(
          ProblemType.CONFLICT,
          "%s takes vectors of %d numbers, got texts".formatted(model, card.inputs()));
    }
    float[][] vectors = meter.time(Stage.ENCODE, () -> encoders.encode(encoder, texts));
    return ofVectors(vectors, meter);
  }

  /** The model's inputs of vectors: scaled, within the model's range. */
  float[][] ofVectors(float[][] vectors, Meter meter) {
    float[][] inputs = new float[vectors.length][];
    ValueRange range = manifest().range();
    long clamped = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != card.inputs()) {
        throw new Problem(
            ProblemType.CONFLICT,
            "%s takes vectors of %d numbers, got one of %d"
                .formatted(model, card.inputs(), vectors[i].length));
      }
      inputs[i] = scaler == null ? vectors[i].clone() : scaler.apply(vectors[i]);
      for (int j = 0; j < inputs[i].length; j++) {
        if (!range.contains(inputs[i][j])) {
          inputs[i][j] = inside(inputs[i][j], range);
          clamped++;
        }
      }
    }
    meter.clamped(clamped);
    return inputs;
  }

  /** The nearest float that is not outside, also where the edge itself is no float. */
  private static float inside(float value, ValueRange range) {
    float edge = (float) Math.clamp(value, range.low(), range.high());
    if (edge > range.high()) {
      return Math.nextDown(edge);
    }
    return edge < range.low() ? Math.nextUp(edge) : edge;
  }

  /** The body of a request for the features of some inputs. */
  byte[] encrypt(float[][] inputs, Meter meter) {
    return meter.time(Stage.ENCRYPT, () -> Peer.frame(codec.encrypt(doubles(inputs))));
  }

  private static double[][] doubles(float[][] inputs) {
    double[][] doubles = new double[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      doubles[i] = new double[inputs[i].length];
      for (int j = 0; j < inputs[i].length; j++) {
        doubles[i][j] = inputs[i][j];
      }
    }
    return doubles;
  }

  /** Sends a request and waits for its reply. */
  byte[] evaluate(byte[] request, Meter meter) {
    long start = System.nanoTime();
    Peer.Reply reply = meter.request(() -> send(request));
    double millis = (System.nanoTime() - start) / 1e6;
    meter.add(Stage.EVALUATE, (double) reply.evaluationMillis());
    meter.add(Stage.TRANSFER, Math.max(0, millis - reply.evaluationMillis()));
    meter.request(
        request.length,
        reply.bytes().length,
        manifest().layout().capacity(),
        reply.budgetLeft().orElse(null));
    return reply.bytes();
  }

  private Peer.Reply send(byte[] request) {
    try {
      return peer.get().evaluate(model, Objects.requireNonNull(pair.bundleId()), request);
    } catch (Problem e) {
      if (Peer.isNotFound(e)) {
        keys.requireKept(pair.id());
      }
      throw e;
    }
  }

  /** The features in a reply. */
  double[][] decrypt(byte[] reply, int count, Meter meter) {
    Layout layout = manifest().layout();
    return meter.time(
        Stage.DECRYPT,
        () ->
            codec.decrypt(
                Peer.unframe(reply, manifest().parameters().rlwe(), layout.outputParts()), count));
  }
}
