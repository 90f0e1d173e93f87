package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import org.cryptotl.nn.format.ModelFormatException;
import org.cryptotl.nn.layer.Network;

/** Reads networks from ONNX files of opsets 11 to 21. */
public final class OnnxReader {

  private static final int OLDEST_OPSET = 11;
  private static final int NEWEST_OPSET = 21;

  private OnnxReader() {}

  /** Reads a network within {@link OnnxLimits#DEFAULT}. */
  public static Network read(InputStream in) throws IOException {
    return read(in, OnnxLimits.DEFAULT);
  }

  /**
   * Reads a network.
   *
   * @param in read to its end, or to the limit, and not closed
   * @param limits what is accepted
   * @throws UnsupportedOperatorException for a node that cannot become a layer
   * @throws ModelFormatException for anything else that is wrong with the file
   * @throws IOException if the stream fails
   */
  public static Network read(InputStream in, OnnxLimits limits) throws IOException {
    byte[] file = in.readNBytes((int) limits.bytes() + 1);
    if (file.length > limits.bytes()) {
      throw new ModelFormatException(
          "ONNX file: it has more than %d bytes, as many as are accepted"
              .formatted(limits.bytes()));
    }
    return read(file, limits);
  }

  /** Reads a network from bytes; see {@link #read(InputStream, OnnxLimits)}. */
  public static Network read(byte[] file, OnnxLimits limits) {
    ModelProto model = parse(file, limits);
    if (!model.hasGraph()) {
      throw new ModelFormatException("ONNX file: it has no graph; is it a file of another format?");
    }
    return new GraphReader(model.getGraph(), opset(model), limits).read();
  }

  private static ModelProto parse(byte[] file, OnnxLimits limits) {
    try {
      WireScan.check(file, limits);
      return ModelProto.parseFrom(file);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(
          "ONNX file: it is no protobuf message, or was cut off; get it again", e);
    } catch (IOException e) {
      throw new IllegalStateException("an array is no stream that fails", e);
    }
  }

  private static int opset(ModelProto model) {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        if (set.getVersion() < OLDEST_OPSET || set.getVersion() > NEWEST_OPSET) {
          throw new ModelFormatException(
              "ONNX file: got opset %d, expected %d to %d; export with one of these"
                  .formatted(set.getVersion(), OLDEST_OPSET, NEWEST_OPSET));
        }
        return (int) set.getVersion();
      }
    }
    throw new ModelFormatException("ONNX file: it does not say its opset; export it again");
  }
}
