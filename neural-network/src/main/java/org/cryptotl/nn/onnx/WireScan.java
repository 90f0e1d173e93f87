package org.cryptotl.nn.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import org.cryptotl.nn.format.ModelFormatException;

/**
 * Counts the parts of a file before objects are made of them: a part of two bytes becomes an object
 * of a hundred. Parts that no supported file has are refused here, so that all others are counted.
 */
final class WireScan {

  /** The messages of onnx.proto that are read, and the messages in them by field number. */
  private enum Message {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    TENSOR,
    VALUE,
    TYPE,
    TENSOR_TYPE,
    SHAPE,
    LEAF
  }

  private static final Map<Message, Map<Integer, Message>> INNER =
      Map.of(
          Message.MODEL, Map.of(7, Message.GRAPH, 8, Message.LEAF, 14, Message.LEAF),
          Message.GRAPH,
              Map.of(
                  1, Message.NODE,
                  5, Message.TENSOR,
                  11, Message.VALUE,
                  12, Message.VALUE,
                  13, Message.VALUE,
                  14, Message.LEAF,
                  16, Message.LEAF),
          Message.NODE, Map.of(5, Message.ATTRIBUTE, 9, Message.LEAF),
          Message.ATTRIBUTE, Map.of(5, Message.TENSOR),
          Message.TENSOR, Map.of(3, Message.LEAF, 13, Message.LEAF, 16, Message.LEAF),
          Message.VALUE, Map.of(2, Message.TYPE, 4, Message.LEAF),
          Message.TYPE, Map.of(1, Message.TENSOR_TYPE),
          Message.TENSOR_TYPE, Map.of(2, Message.SHAPE),
          Message.SHAPE, Map.of(1, Message.LEAF),
          Message.LEAF, Map.of());

  /** What holds messages that are not read. */
  private static final Map<Message, Map<Integer, String>> REFUSED =
      Map.of(
          Message.MODEL, Map.of(20, "training information", 25, "functions", 26, "configurations"),
          Message.GRAPH, Map.of(15, "sparse initializers"),
          Message.NODE, Map.of(10, "device configurations"),
          Message.ATTRIBUTE,
              Map.of(
                  6,
                  "subgraphs",
                  10,
                  "lists of tensors",
                  11,
                  "subgraphs",
                  14,
                  "types",
                  15,
                  "types",
                  22,
                  "sparse tensors",
                  23,
                  "sparse tensors"),
          Message.TYPE,
              Map.of(
                  4,
                  "sequences",
                  5,
                  "maps",
                  7,
                  "opaque types",
                  8,
                  "sparse tensors",
                  9,
                  "optional values"));

  private final int most;
  private int count;

  private WireScan(int most) {
    this.most = most;
  }

  /**
   * Goes through a file.
   *
   * @throws ModelFormatException if it has more parts than allowed or some that are not supported
   * @throws IOException if it is no protobuf message
   */
  static void check(byte[] file, int mostMessages) throws IOException {
    new WireScan(mostMessages).scan(CodedInputStream.newInstance(file), Message.MODEL);
  }

  private void scan(CodedInputStream in, Message message) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        in.skipField(tag);
        continue;
      }
      if (++count > most) {
        throw new ModelFormatException(
            "ONNX file: it has more than %d parts, as many as are accepted".formatted(most));
      }
      String refused = REFUSED.getOrDefault(message, Map.of()).get(field);
      if (refused != null) {
        throw new ModelFormatException(
            "ONNX file: it has %s, which are not supported; export the plain inference graph"
                .formatted(refused));
      }
      Message inner = INNER.get(message).get(field);
      int length = in.readRawVarint32();
      if (inner == null) {
        in.skipRawBytes(length);
      } else {
        int limit = in.pushLimit(length);
        scan(in, inner);
        in.popLimit(limit);
      }
    }
  }
}
