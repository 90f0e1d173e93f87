package org.cryptotl.nn.onnx;

import static org.cryptotl.nn.onnx.OnnxModels.integer;
import static org.cryptotl.nn.onnx.OnnxModels.ints;
import static org.cryptotl.nn.onnx.OnnxModels.real;
import static org.cryptotl.nn.onnx.OnnxModels.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cryptotl.nn.format.ModelFormatException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Broken, huge and hostile files: each gets a named error, in bounded time and memory. */
@Tag("once")
class HostileOnnxTest {

  private static String failure(byte[] file) {
    return failure(file, OnnxLimits.DEFAULT);
  }

  private static String failure(byte[] file, OnnxLimits limits) {
    return assertThrows(ModelFormatException.class, () -> OnnxReader.read(file, limits))
        .getMessage();
  }

  private static void assertFailure(OnnxModels model, String... parts) {
    assertFailure(model.bytes(), parts);
  }

  private static void assertFailure(byte[] file, String... parts) {
    String message = failure(file);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private static OnnxModels good() {
    return new OnnxModels(1, 8)
        .constant("w", new int[] {2, 1, 3}, 1, 2, 3, 4, 5, 6)
        .constant("b", new int[] {2}, 7, 8)
        .constant("d", new int[] {12, 2}, new float[24])
        .node("Conv", "x w b", "c")
        .node("Mul", "c c", "p")
        .node("Flatten", "p", "f")
        .node("Gemm", "f d", "g")
        .node("Softmax", "g", "y");
  }

  @Test
  void unknownOperator_isNamedWithItsNodeReasonAndRemedy() {
    OnnxModels model = new OnnxModels(4).node("Relu", "x", "r").node("LSTM", "r w", "y");
    UnsupportedOperatorException e =
        assertThrows(
            UnsupportedOperatorException.class,
            () -> OnnxReader.read(model.bytes(), OnnxLimits.DEFAULT));
    assertEquals("LSTM", e.operator());
    assertEquals("node 1 'LSTM1'", e.node());
    assertEquals("it is not supported", e.reason());
    assertTrue(e.remedy().startsWith("supported are Conv"), e.remedy());
  }

  @Test
  void operatorOfAnotherDomain_isRefused() {
    OnnxModels model = new OnnxModels(4).node("Relu", "x", "y");
    model.graph().setNode(0, model.graph().getNode(0).toBuilder().setDomain("com.evil"));
    assertFailure(model, "operator Relu", "com.evil");
  }

  @Test
  void everyTruncation_isNamedOrHarmless() {
    byte[] file = good().bytes();
    int read = 0;
    for (int length = 0; length < file.length; length++) {
      try {
        OnnxReader.read(Arrays.copyOf(file, length), OnnxLimits.DEFAULT);
        read++;
      } catch (ModelFormatException expected) {
        assertTrue(expected.getMessage().startsWith("ONNX file"), expected.getMessage());
      }
    }
    assertEquals(0, read);
  }

  @Test
  void mutations_areReadOrNamed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] file = good().bytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = file.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        OnnxReader.read(mutated, OnnxLimits.DEFAULT);
      } catch (ModelFormatException expected) {
        assertTrue(expected.getMessage().startsWith("ONNX file"), expected.getMessage());
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed %d, mutation %d".formatted(seed, i), e);
      }
    }
  }

  @Test
  void randomGraphs_areReadOrNamed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] operators = {
      "Conv",
      "Gemm",
      "MatMul",
      "BatchNormalization",
      "AveragePool",
      "GlobalAveragePool",
      "MaxPool",
      "Add",
      "Sub",
      "Mul",
      "Div",
      "Pow",
      "Neg",
      "Flatten",
      "Reshape",
      "Squeeze",
      "Unsqueeze",
      "Transpose",
      "Identity",
      "Dropout",
      "Relu",
      "Sigmoid",
      "Tanh",
      "Softmax",
      "Constant"
    };
    String[] attributes = {
      "axis",
      "axes",
      "perm",
      "pads",
      "strides",
      "dilations",
      "kernel_shape",
      "group",
      "transB",
      "alpha",
      "ratio",
      "value",
      "value_int",
      "value_ints",
      "ceil_mode",
      "auto_pad",
      "epsilon"
    };
    String[] names = {"x", "a", "b", "c", "t0", "t1", "t2", "_"};
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      OnnxModels model =
          new OnnxModels(2, 6)
              .opset(11 + random.nextInt(11))
              .constant("a", new int[] {2, 2, 2}, new float[8])
              .constant("b", new int[] {12, 3}, new float[36])
              .integers("c", random.nextInt(5) - 2, random.nextInt(5) - 2);
      for (int n = 0; n < 4; n++) {
        AttributeProto.Builder attribute =
            AttributeProto.newBuilder()
                .setName(attributes[random.nextInt(attributes.length)])
                .setI(random.nextInt(5) - 2)
                .setF(random.nextFloat());
        for (int k = random.nextInt(5); k > 0; k--) {
          attribute.addInts(random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(6) - 2);
        }
        String inputs = n == 0 ? "x" : "t" + (n - 1);
        for (int k = random.nextInt(4); k > 0; k--) {
          inputs += " " + names[random.nextInt(names.length)];
        }
        model.node(
            operators[random.nextInt(operators.length)],
            inputs,
            n == 3 ? "y" : "t" + n,
            attribute.build());
      }
      try {
        OnnxReader.read(model.bytes(), OnnxLimits.DEFAULT);
        read++;
      } catch (ModelFormatException expected) {
        assertTrue(expected.getMessage().startsWith("ONNX file"), expected.getMessage());
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed %d, graph %d".formatted(seed, i), e);
      }
    }
    assertTrue(read > 20, "some are fine: " + read);
  }

  @Test
  void cycle_isNamed() {
    OnnxModels model =
        new OnnxModels(4).node("Add", "x b", "a").node("Relu", "a", "b").node("Relu", "b", "y");
    assertFailure(model, "node 0 'Add0'", "input 'b'", "cycle");
  }

  @Test
  void branches_areRefused() {
    OnnxModels skip = new OnnxModels(4).node("Relu", "x", "r").node("Add", "x r", "y");
    assertFailure(skip, "skip connections");
    OnnxModels later =
        new OnnxModels(4).node("Relu", "x", "r").node("Tanh", "x", "s").node("Add", "s r", "y");
    assertFailure(later, "branches");
    OnnxModels beforeBias =
        new OnnxModels(2)
            .constant("w", new int[] {2, 2}, 1, 2, 3, 4)
            .constant("b", new int[] {2}, 5, 6)
            .node("MatMul", "x w", "t")
            .node("Add", "t b", "u")
            .node("Mul", "u t", "y");
    assertFailure(beforeBias, "different places");
  }

  @Test
  void giantDimensions_areRefusedBeforeRoomIsMade() {
    OnnxModels model = new OnnxModels(4).node("MatMul", "x w", "y");
    model
        .graph()
        .addInitializer(
            TensorProto.newBuilder().setName("w").setDataType(1).addDims(1 << 30).addDims(1 << 30));
    assertFailure(model, "initializer 'w'", "2^31");
    model
        .graph()
        .setInitializer(0, TensorProto.newBuilder().setName("w").setDataType(1).addDims(1 << 28));
    assertFailure(model, "268435456 entries or more, at most 33554432");
    model
        .graph()
        .setInitializer(0, TensorProto.newBuilder().setName("w").setDataType(1).addDims(-4));
    assertFailure(model, "dimension of -4");
    model
        .graph()
        .setInitializer(0, TensorProto.newBuilder().setName("w").setDataType(1).addDims(1000));
    assertFailure(model, "0 entries of data, its dimensions need 1000");
    assertFailure(new OnnxModels(1 << 30).node("Relu", "x", "y"), "dimension 1073741824");
    assertFailure(new OnnxModels(2000, 2000, 2000).node("Relu", "x", "y"), "ONNX file, graph");
  }

  @Test
  void constantsThatGrow_areRefused() {
    OnnxModels model = new OnnxModels(4).constant("a", new int[] {4096, 1}, new float[4096]);
    model.constant("b", new int[] {1, 4096}, new float[4096]);
    model.node("Add", "a b", "c0");
    for (int i = 0; i < 10; i++) {
      model.node("Add", "c%d a".formatted(i), "c" + (i + 1));
    }
    model.node("Add", "x c10", "y");
    assertFailure(model, "at most 33554432 are accepted");
  }

  /** One constant must not be copied into each of a thousand layers. */
  @Test
  void constantsThatAreUsedAgain_areCountedAgain() {
    int size = 1 << 12;
    float[] values = new float[size];
    Arrays.fill(values, 1);
    values[0] = 2;
    OnnxLimits limits = new OnnxLimits(1 << 20, 100_000, 10_000, 1 << 16, 1 << 16);
    for (String operator : List.of("BatchNormalization", "Mul", "Add", "MatMul", "Gemm")) {
      boolean vector = operator.equals("BatchNormalization") || operator.length() == 3;
      OnnxModels model = new OnnxModels(vector ? size : 64);
      model.constant("c", vector ? new int[] {size} : new int[] {64, 64}, values);
      for (int i = 0; i < 1000; i++) {
        String from = i == 0 ? "x" : "t" + (i - 1);
        String inputs = from + (operator.startsWith("Batch") ? " c c c c" : " c");
        model.node(operator, inputs, i == 999 ? "y" : "t" + i);
      }
      String message =
          assertThrows(ModelFormatException.class, () -> OnnxReader.read(model.bytes(), limits))
              .getMessage();
      assertTrue(message.contains("operator " + operator), message);
      assertTrue(message.contains("at most 65536 are accepted"), message);
    }
  }

  @Test
  void signalsThatGrow_areRefused() {
    OnnxModels wide =
        new OnnxModels(1, 4000).constant("w", new int[] {4000, 1, 1}, new float[4000]);
    assertFailure(wide.node("Conv", "x w", "y"), "16000000 entries a sample");
    OnnxModels dilated = new OnnxModels(1, 9).constant("w", new int[] {1, 1, 2}, 1, 1);
    assertFailure(dilated.node("Conv", "x w", "y", ints("dilations", 2_000_000_000)), "at most");
    OnnxModels squares = new OnnxModels(4);
    for (int i = 0; i < 40; i++) {
      squares.node(
          "Mul", i == 0 ? "x x" : "s%d s%d".formatted(i - 1, i - 1), i == 39 ? "y" : "s" + i);
    }
    assertFailure(squares, "degree 128");
  }

  @Test
  void externalData_areRefused() {
    OnnxModels model = new OnnxModels(4).node("MatMul", "x w", "y");
    model
        .graph()
        .addInitializer(
            TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(4)
                .addDims(4)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                    StringStringEntryProto.newBuilder().setKey("location").setValue("../secret")));
    assertFailure(model, "initializer 'w'", "another file");
  }

  @Test
  void partsThatAreNotRead_areRefusedBeforeTheyAreParsed() {
    OnnxModels model = new OnnxModels(4);
    model.node(
        "Relu",
        "x",
        "y",
        AttributeProto.newBuilder().setName("body").setG(GraphProto.newBuilder()).build());
    assertFailure(model, "subgraphs");
  }

  /** Two bytes a node would become a hundred: 100 MB out of 2. */
  @Test
  void tooManyParts_areRefusedBeforeObjectsAreMade() {
    byte[] graph = new byte[4_000_000];
    for (int i = 0; i < graph.length; i += 2) {
      graph[i] = 0x0a;
    }
    ModelProto model = ModelProto.newBuilder().setGraph(GraphProto.getDefaultInstance()).build();
    byte[] head = model.toByteArray();
    assertEquals(2, head.length);
    byte[] file = new byte[graph.length + 5];
    file[0] = head[0];
    int length = graph.length;
    for (int i = 1; i < 5; i++) {
      file[i] = (byte) (i < 4 ? (length & 0x7f) | 0x80 : length);
      length >>= 7;
    }
    System.arraycopy(graph, 0, file, 5, graph.length);
    assertFailure(file, "more than 1000000 parts");
  }

  /** A number of one byte would become an entry of eight, and a list grows by copies. */
  @Test
  void packedNumbers_areCountedBeforeRoomIsMade() {
    for (int field : new int[] {5, 7, 11}) {
      assertLeanFailure(tensor(packed(field, 40_000_000)), "more than 33554432 entries");
    }
    for (int field : new int[] {4, 10}) {
      byte[] file = tensor(packed(field, 8_000));
      OnnxLimits limits = new OnnxLimits(1 << 20, 1000, 10, field == 4 ? 1999 : 999, 100);
      assertTrue(failure(file, limits).contains("more than " + limits.weights() + " entries"));
    }
    assertLeanFailure(tensor(packed(1, 20_000_000)), "more than 1000000 parts");
    byte[] attribute = part(5, packed(8, 20_000_000));
    assertLeanFailure(graph(part(1, attribute)), "more than 1000000 parts");
    assertLeanFailure(tensor(repeated(new byte[] {8, 1}, 20_000_000)), "more than 1000000 parts");
    assertLeanFailure(tensor(repeated(new byte[] {56, 1}, 3_000_000)), "more than 1000000 parts");
  }

  /** Of several lists none is too long. */
  @Test
  void packedNumbers_areCountedTogether() {
    byte[] half = part(5, packed(7, 20_000_000));
    byte[] both = Arrays.copyOf(half, 2 * half.length);
    System.arraycopy(half, 0, both, half.length, half.length);
    assertLeanFailure(graph(both), "more than 33554432 entries");
  }

  /** A field of three bytes would be kept as an object of its own. */
  @Test
  void unknownFields_areRefusedBeforeTheyAreKept() {
    byte[] number = {(byte) 0xc0, 0x3e, 1}; // 1000, a number
    byte[] fixed = {(byte) 0xc5, 0x3e, 1, 2, 3, 4};
    byte[] text = {(byte) 0xc2, 0x3e, 0};
    byte[] group = {(byte) 0xc3, 0x3e, (byte) 0xc4, 0x3e};
    for (byte[] field : List.of(number, fixed, text, group)) {
      byte[] many = repeated(field, 5_000_000);
      assertLeanFailure(many, "message ModelProto has the field 1000");
      assertLeanFailure(graph(many), "message GraphProto has the field 1000");
      assertLeanFailure(tensor(many), "message TensorProto has the field 1000");
      assertLeanFailure(part(8, many), "message OperatorSetIdProto has the field 1000");
    }
  }

  /** What is of another wire type than its field's would be kept too. */
  @Test
  void knownFieldsOfAnotherKind_areRefused() {
    assertLeanFailure(
        repeated(new byte[] {0x10, 1}, 5_000_000),
        "field 2 of its message ModelProto has the wire type 0");
    assertLeanFailure(
        graph(repeated(new byte[] {0x0d, 1, 2, 3, 4}, 2_000_000)),
        "field 1 of its message GraphProto has the wire type 5");
  }

  /** Numbers that stand alone cost nothing but time; they are counted like everything else. */
  @Test
  void singleNumbers_areCounted() {
    assertLeanFailure(repeated(new byte[] {8, 7}, 5_000_000), "more than 1000000 parts");
  }

  @Test
  void tooManyDimensions_areRefused() {
    OnnxModels model = new OnnxModels(4).node("MatMul", "x w", "y");
    TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(1);
    for (int i = 0; i < 65; i++) {
      tensor.addDims(1);
    }
    model.graph().addInitializer(tensor.addFloatData(1));
    assertFailure(model, "initializer 'w'", "65 dimensions, at most 64");
  }

  /** What the schema has and no layer needs is no reason to refuse a file. */
  @Test
  void fieldsThatAreNotNeeded_areSkipped() {
    StringStringEntryProto note =
        StringStringEntryProto.newBuilder().setKey("k").setValue("v").build();
    OnnxModels model = new OnnxModels(4).node("Relu", "x", "y");
    model
        .graph()
        .setDocString("doc")
        .addMetadataProps(note)
        .addValueInfo(OnnxModels.info("v", 4))
        .addQuantizationAnnotation(
            TensorAnnotation.newBuilder().setTensorName("x").addQuantParameterTensorNames(note))
        .setNode(
            0,
            model.graph().getNode(0).toBuilder()
                .setDocString("doc")
                .setOverload("o")
                .addMetadataProps(note)
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("unused")
                        .setDocString("doc")
                        .setRefAttrName("r")
                        .addFloats(1)
                        .addInts(2)
                        .addStrings(ByteString.copyFromUtf8("s"))))
        .addInitializer(
            OnnxModels.tensor("c", new int[] {1}, 1).toBuilder()
                .setDocString("doc")
                .addMetadataProps(note));
    ModelProto full =
        model.model().toBuilder()
            .setProducerName("p")
            .setProducerVersion("1")
            .setDomain("d")
            .setModelVersion(3)
            .setDocString("doc")
            .addMetadataProps(note)
            .build();
    assertEquals(1, OnnxReader.read(full.toByteArray(), OnnxLimits.DEFAULT).layers().size());
  }

  /** Refused with less than a megabyte beside the file. */
  private static void assertLeanFailure(byte[] file, String part) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    failure(new byte[] {8}); // whatever is made once
    long before = threads.getCurrentThreadAllocatedBytes();
    String message = failure(file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(message.contains(part), message);
    assertTrue(allocated < 1 << 20, () -> allocated + " bytes until: " + message);
  }

  private static byte[] graph(byte[] content) {
    return part(7, content);
  }

  private static byte[] tensor(byte[] content) {
    return graph(part(5, content));
  }

  /** So many bytes of zeros as a list of numbers. */
  private static byte[] packed(int field, int bytes) {
    return part(field, new byte[bytes]);
  }

  private static byte[] repeated(byte[] field, int times) {
    byte[] all = new byte[field.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = field[i % field.length];
    }
    return all;
  }

  /** A field that has a length: a message, a text or a list of numbers. */
  private static byte[] part(int field, byte[] content) {
    byte[] head = new byte[6];
    head[0] = (byte) (field << 3 | 2);
    int length = content.length;
    for (int i = 1; i < 6; i++) {
      head[i] = (byte) (i < 5 ? (length & 0x7f) | 0x80 : length);
      length >>>= 7;
    }
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return all;
  }

  @Test
  void tooManyBytesOrNodes_areRefused() {
    OnnxLimits small = new OnnxLimits(100, 1000, 2, 1000, 100);
    byte[] file = good().bytes();
    String bytes =
        assertThrows(
                ModelFormatException.class,
                () -> OnnxReader.read(new ByteArrayInputStream(file), small))
            .getMessage();
    assertTrue(bytes.contains("more than 100 bytes"), bytes);
    OnnxLimits nodes = new OnnxLimits(10_000, 1000, 2, 1000, 100);
    assertThrows(ModelFormatException.class, () -> OnnxReader.read(file, nodes));
  }

  @Test
  void otherFilesAndVersions_areNamed() {
    assertFailure(new byte[0], "no graph");
    assertFailure("hello, this is text".getBytes(StandardCharsets.UTF_8), "ONNX file");
    assertFailure(
        new OnnxModels(4).opset(10).node("Relu", "x", "y"), "got opset 10, expected 11 to 21");
    assertFailure(new OnnxModels(4).opset(22).node("Relu", "x", "y"), "got opset 22");
    assertFailure(
        ModelProto.newBuilder().setGraph(GraphProto.getDefaultInstance()).build().toByteArray(),
        "does not say its opset");
  }

  @Test
  void inputsAndOutputs_areChecked() {
    OnnxModels two = new OnnxModels(4).node("Relu", "x", "y");
    two.graph().addInput(OnnxModels.info("z", 3));
    assertFailure(two, "2 inputs");
    OnnxModels dynamic = new OnnxModels(0).node("Relu", "x", "y");
    assertFailure(dynamic, "dimension 0 at axis 1");
    assertFailure(new OnnxModels().node("Relu", "x", "y"), "1 dimensions");
    OnnxModels constant = new OnnxModels(4).constant("c", new int[] {1}, 1).node("Neg", "c", "y");
    assertFailure(constant, "does not depend on its input");
    OnnxModels twice = new OnnxModels(4).node("Relu", "x", "y").node("Tanh", "x", "y");
    assertFailure(twice, "ONNX file");
  }

  @Test
  void reshapesThatDoNotFit_areRefused() {
    for (long[] shape :
        new long[][] {
          {},
          {-1},
          {6},
          {-1, -1, 2},
          {0, 4},
          {0, -1, 5},
          {0, -2, 3},
          {-1, 3, 2, 2},
          {3, 6},
          {0, Long.MAX_VALUE, Long.MAX_VALUE},
          {0, 0, 0, 0}
        }) {
      assertFailure(
          new OnnxModels(2, 3).integers("s", shape).node("Reshape", "x s", "y"),
          "operator Reshape",
          "shape");
    }
  }

  @Test
  void whatChangesSamplesOrEntries_isRefusedWithARemedy() {
    assertFailure(new OnnxModels(4).integers("s", 2, -1).node("Reshape", "x s", "y"), "batch");
    assertFailure(
        new OnnxModels(2, 3).node("Transpose", "x", "y", ints("perm", 0, 2, 1)), "moves entries");
    assertFailure(new OnnxModels(2, 3).node("Transpose", "x", "y"), "moves entries");
    assertFailure(new OnnxModels(2, 3).node("Flatten", "x", "y", integer("axis", 2)), "axis is 2");
    assertFailure(new OnnxModels(2, 3).node("Softmax", "x", "y"), "expected vectors");
    assertFailure(
        new OnnxModels(2, 3)
            .node("MaxPool", "x", "y", ints("kernel_shape", 2), ints("dilations", 2)),
        "dilation is 2");
    assertFailure(
        new OnnxModels(6).constant("half", new int[0], 0.5f).node("Pow", "x half", "y"),
        "whole number");
    assertFailure(
        new OnnxModels(6).constant("one", new int[0], 1).node("Div", "one x", "y"), "divided by");
    assertFailure(
        new OnnxModels(3).constant("c", new int[] {5, 3}, new float[15]).node("Add", "x c", "y"),
        "does not fit");
    assertFailure(
        new OnnxModels(3)
            .constant("w", new int[] {3, 1}, Float.NaN, 1, 2)
            .node("MatMul", "x w", "y"),
        "not finite");
    assertFailure(
        new OnnxModels(3).constant("o", new int[0], 0).node("Div", "x o", "y"), "operator Div");
    assertFailure(
        new OnnxModels(2, 3)
            .node("MaxPool", "x", "y", ints("kernel_shape", 2), text("auto_pad", "X\n\u0007")),
        "auto_pad is X??");
    assertFailure(new OnnxModels(3).node("Dropout", "x", "y", real("ratio", 2)), "rate 2.0");
  }
}
