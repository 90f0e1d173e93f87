package org.cryptotl.nn.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;
import org.cryptotl.nn.format.ModelFormatException;

/** Reads constants; checks their sizes before it makes room for them, and counts them. */
final class TensorReader {

  private static final int MOST_DIMENSIONS = 64;

  private final WeightBudget budget;

  TensorReader(WeightBudget budget) {
    this.budget = budget;
  }

  Tensor read(String what, TensorProto proto) {
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || proto.getExternalDataCount() > 0) {
      throw failure(what, "its data are in another file; export with all data in one file");
    }
    if (proto.hasSegment()) {
      throw failure(what, "it is a segment of a tensor; export it whole");
    }
    if (proto.getDimsCount() > MOST_DIMENSIONS) {
      throw failure(
          what,
          "it has %d dimensions, at most %d are accepted"
              .formatted(proto.getDimsCount(), MOST_DIMENSIONS));
    }
    int[] dimensions = new int[proto.getDimsCount()];
    long size = 1;
    for (int axis = 0; axis < dimensions.length; axis++) {
      long dimension = proto.getDims(axis);
      if (dimension < 0 || dimension > Integer.MAX_VALUE) {
        throw failure(what, "got a dimension of %d".formatted(dimension));
      }
      dimensions[axis] = (int) dimension;
      size *= dimension;
      if (size > Integer.MAX_VALUE) {
        throw failure(what, "its dimensions give more than 2^31 entries");
      }
    }
    try {
      budget.take(size);
    } catch (IllegalArgumentException e) {
      throw failure(what, e.getMessage());
    }
    IntToDoubleFunction entry = entries(what, proto, (int) size);
    double[] entries = new double[(int) size];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry.applyAsDouble(i);
    }
    return new Tensor(dimensions, entries);
  }

  private static IntToDoubleFunction entries(String what, TensorProto proto, int size) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(proto.getDataType());
    if (type == null) {
      throw failure(what, "got the data type number " + proto.getDataType());
    }
    if (proto.hasRawData()) {
      return raw(what, type, proto, size);
    }
    int count;
    IntToDoubleFunction entry;
    switch (type) {
      case FLOAT -> {
        count = proto.getFloatDataCount();
        entry = proto::getFloatData;
      }
      case DOUBLE -> {
        count = proto.getDoubleDataCount();
        entry = proto::getDoubleData;
      }
      case INT64 -> {
        count = proto.getInt64DataCount();
        entry = i -> proto.getInt64Data(i);
      }
      case INT32, BOOL -> {
        count = proto.getInt32DataCount();
        entry = proto::getInt32Data;
      }
      case FLOAT16 -> {
        count = proto.getInt32DataCount();
        entry = i -> Float.float16ToFloat((short) proto.getInt32Data(i));
      }
      default -> throw unsupported(what, type);
    }
    expectCount(what, "entries", count, size);
    return entry;
  }

  private static IntToDoubleFunction raw(
      String what, TensorProto.DataType type, TensorProto proto, int size) {
    ByteBuffer data = proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int width;
    IntToDoubleFunction entry;
    switch (type) {
      case FLOAT -> {
        width = 4;
        entry = i -> data.getFloat(4 * i);
      }
      case DOUBLE -> {
        width = 8;
        entry = i -> data.getDouble(8 * i);
      }
      case INT64 -> {
        width = 8;
        entry = i -> data.getLong(8 * i);
      }
      case INT32 -> {
        width = 4;
        entry = i -> data.getInt(4 * i);
      }
      case BOOL -> {
        width = 1;
        entry = data::get;
      }
      case FLOAT16 -> {
        width = 2;
        entry = i -> Float.float16ToFloat(data.getShort(2 * i));
      }
      default -> throw unsupported(what, type);
    }
    expectCount(what, "bytes", data.remaining(), (long) width * size);
    return entry;
  }

  private static void expectCount(String what, String unit, long got, long expected) {
    if (got != expected) {
      throw failure(
          what, "it has %d %s of data, its dimensions need %d".formatted(got, unit, expected));
    }
  }

  private static ModelFormatException unsupported(String what, TensorProto.DataType type) {
    return failure(
        what, "its data type is %s; export in single precision, not quantised".formatted(type));
  }

  private static ModelFormatException failure(String what, String message) {
    return new ModelFormatException("ONNX file, %s: %s".formatted(what, message));
  }
}
