package org.cryptotl.nn.format;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cryptotl.nn.layer.Layer;
import org.cryptotl.nn.layer.Network;
import org.cryptotl.nn.layer.Shape;
import org.cryptotl.nn.scaling.Scaler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The header of a model file: {@code input} (dimensions), {@code weights} (their number, those of
 * the scaler included), {@code layers} (objects with {@code type} and the components of the layer's
 * record but its weights), optionally {@code scaler} ({@code kind}), and {@code notes}. The weights
 * are those of each layer in the order of its record's components, then the scaler's offsets and
 * factors.
 */
final class Header {

  private static final int MOST_LAYERS = 4096;

  /** Greatest number of entries between two layers. */
  private static final int MOST_ENTRIES = 1 << 24;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Fields fields;

  private Header(Fields fields) {
    this.fields = fields;
  }

  static byte[] write(StoredModel model, WeightSink weights) {
    ObjectNode header = JSON.createObjectNode();
    model.network().input().dimensions().forEach(header.putArray("input")::add);
    ArrayNode layers = JSON.createArrayNode();
    for (Layer layer : model.network().layers()) {
      LayerCodec.write(layer, layers.addObject(), weights);
    }
    model
        .scaler()
        .ifPresent(scaler -> {
          header.putObject("scaler").put("kind", scaler.kind().name());
          weights.add(scaler.offsets());
          weights.add(scaler.factors());
        });
    header.put("weights", weights.count());
    header.set("layers", layers);
    ObjectNode notes = header.putObject("notes");
    new TreeMap<>(model.notes()).forEach(notes::put);
    return JSON.writeValueAsBytes(header);
  }

  static Header read(byte[] json) {
    try {
      return new Header(new Fields("top", JSON.readTree(json)));
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new ModelFormatException(
          "model file: its header is not JSON, or too deep%s"
              .formatted(at == null ? "" : ", at byte " + at.getByteOffset()),
          e);
    }
  }

  /** How many weights follow. */
  long weights() {
    return fields.count("weights");
  }

  /** The model with these weights. */
  StoredModel model(FloatBuffer buffer) {
    WeightSource weights = new WeightSource(buffer);
    List<Fields> described = fields.objects("layers");
    if (described.size() > MOST_LAYERS) {
      throw fields.failure(
          "got %d layers, expected at most %d".formatted(described.size(), MOST_LAYERS));
    }
    List<Layer> layers = new ArrayList<>();
    for (Fields layer : described) {
      layers.add(LayerCodec.read(layer, weights));
    }
    try {
      Network network = new Network(new Shape(fields.integers("input")), layers);
      for (Shape shape : network.shapes()) {
        if (shape.size() > MOST_ENTRIES) {
          throw fields.failure(
              "got %d entries between layers, expected at most %d"
                  .formatted(shape.size(), MOST_ENTRIES));
        }
      }
      Optional<Scaler> scaler = scaler(network.input().size(), weights);
      weights.expectNoneLeft();
      Map<String, String> notes = fields.object("notes").texts();
      return new StoredModel(network, scaler, notes);
    } catch (IllegalArgumentException e) {
      throw fields.failure(e.getMessage());
    }
  }

  private Optional<Scaler> scaler(int dimension, WeightSource weights) {
    if (!fields.has("scaler")) {
      return Optional.empty();
    }
    Scaler.Kind kind = Scaler.Kind.valueOf(fields.object("scaler").text("kind"));
    return Optional.of(
        new Scaler(kind, weights.takeArray(dimension), weights.takeArray(dimension)));
  }
}
