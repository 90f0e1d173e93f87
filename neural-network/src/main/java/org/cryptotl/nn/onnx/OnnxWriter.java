package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.IOException;
import java.io.OutputStream;
import org.cryptotl.nn.layer.Network;

/**
 * Writes networks as ONNX files: opset 17, single precision, one input {@code x} of any number of
 * samples, one output {@code y}. What {@link OnnxReader} makes of such a file computes the same.
 */
public final class OnnxWriter {

  private static final int OPSET = 17;

  /** The version of the file format that came with the opset. */
  private static final int IR_VERSION = 8;

  private OnnxWriter() {}

  /**
   * Writes a network.
   *
   * @param out not closed
   */
  public static void write(Network network, OutputStream out) throws IOException {
    model(network).writeTo(out);
  }

  static ModelProto model(Network network) {
    GraphBuilder graph = new GraphBuilder(network.input());
    network.layers().forEach(layer -> LayerWriter.write(layer, graph));
    GraphProto built = graph.build(network.output());
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("CryptoTL for the JVM")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(built)
        .build();
  }
}
