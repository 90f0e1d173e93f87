package org.cryptotl.nn.onnx;

import org.cryptotl.nn.format.ModelFormatException;

/** A node of an ONNX graph cannot become a layer. */
public final class UnsupportedOperatorException extends ModelFormatException {

  private static final long serialVersionUID = 1;

  private final String operator;
  private final String node;
  private final String reason;
  private final String remedy;

  UnsupportedOperatorException(String operator, String node, String reason, String remedy) {
    super("ONNX file, %s, operator %s: %s; %s".formatted(node, operator, reason, remedy));
    this.operator = operator;
    this.node = node;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** The operator, e.g. {@code LSTM}. */
  public String operator() {
    return operator;
  }

  /** The node's number in the file and its name, if it has one. */
  public String node() {
    return node;
  }

  /** Why it is not supported. */
  public String reason() {
    return reason;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
