package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.cryptotl.nn.format.ModelFormatException;

/**
 * Counts what is in a file before objects are made of it: a part of two bytes becomes an object of
 * a hundred, a number of one byte an entry of eight. Parts that no supported file has are refused
 * here, and so are fields that onnx.proto does not have, which would be kept as objects too.
 */
final class WireScan {

  /** Fields that are not read, by message and number. */
  private static final Map<String, Map<Integer, String>> REFUSED =
      Map.of(
          "ModelProto", Map.of(20, "training information", 25, "functions", 26, "configurations"),
          "GraphProto", Map.of(15, "sparse initializers"),
          "NodeProto", Map.of(10, "device configurations"),
          "AttributeProto",
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
          "TypeProto",
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

  /** Lists of numbers that are short in any supported file: each entry is a part. */
  private static final Set<String> SHORT = Set.of("dims", "ints");

  private final byte[] file;
  private final OnnxLimits limits;
  private final CodedInputStream in;
  private long parts;
  private long entries;

  private WireScan(byte[] file, OnnxLimits limits) {
    this.file = file;
    this.limits = limits;
    in = CodedInputStream.newInstance(file);
  }

  /**
   * Goes through a file.
   *
   * @throws ModelFormatException if it has more than allowed or something that is not supported
   * @throws IOException if it is no protobuf message
   */
  static void check(byte[] file, OnnxLimits limits) throws IOException {
    new WireScan(file, limits).scan(ModelProto.getDescriptor());
  }

  private void scan(Descriptor message) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      addParts(1);
      FieldDescriptor field = field(message, tag);
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        in.skipField(tag);
        if (field.isRepeated()) {
          addNumbers(field, 1);
        }
        continue;
      }
      int length = in.readRawVarint32();
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        int limit = in.pushLimit(length);
        scan(field.getMessageType());
        in.popLimit(limit);
      } else {
        int from = in.getTotalBytesRead();
        in.skipRawBytes(length);
        if (field.isPackable()) {
          addNumbers(field, packed(field, from, from + length));
        }
      }
    }
  }

  /** The field of a tag, if the message has it, and in the form that the file has. */
  private static FieldDescriptor field(Descriptor message, int tag) {
    int number = WireFormat.getTagFieldNumber(tag);
    String refused = REFUSED.getOrDefault(message.getName(), Map.of()).get(number);
    if (refused != null) {
      throw new ModelFormatException(
          "ONNX file: it has %s, which are not supported; export the plain inference graph"
              .formatted(refused));
    }
    FieldDescriptor field = message.findFieldByNumber(number);
    if (field == null) {
      throw new ModelFormatException(
          "ONNX file: its message %s has the field %d, which ONNX does not have up to opset 21; export it again"
              .formatted(message.getName(), number));
    }
    int got = WireFormat.getTagWireType(tag);
    int expected = field.getLiteType().getWireType();
    if (got != expected && !(field.isPackable() && got == WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
      throw new ModelFormatException(
          "ONNX file: the field %d of its message %s has the wire type %d, expected %d; the file is broken"
              .formatted(number, message.getName(), got, expected));
    }
    return field;
  }

  /** How many numbers are in the bytes of a packed list. */
  private long packed(FieldDescriptor field, int from, int to) {
    return switch (field.getLiteType().getWireType()) {
      case WireFormat.WIRETYPE_FIXED32 -> (to - from) / Integer.BYTES;
      case WireFormat.WIRETYPE_FIXED64 -> (to - from) / Long.BYTES;
      default -> {
        // The last byte of each has its highest bit clear.
        long count = 0;
        for (int i = from; i < to; i++) {
          count += file[i] >= 0 ? 1 : 0;
        }
        yield count;
      }
    };
  }

  private void addNumbers(FieldDescriptor field, long count) {
    if (SHORT.contains(field.getName())) {
      addParts(count);
      return;
    }
    entries += count;
    if (entries > limits.weights()) {
      throw new ModelFormatException(
          "ONNX file: its constants have more than %d entries, as many as are accepted"
              .formatted(limits.weights()));
    }
  }

  private void addParts(long count) {
    parts += count;
    if (parts > limits.messages()) {
      throw new ModelFormatException(
          "ONNX file: it has more than %d parts, as many as are accepted"
              .formatted(limits.messages()));
    }
  }
}
