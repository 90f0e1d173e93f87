package org.cryptotl.modelowner.problems;

import java.util.Map;
import java.util.TreeMap;

/** A failure that the caller is told of. */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ProblemType type;
  private final transient Map<String, Object> fields;

  /**
   * A failure.
   *
   * @param detail what was got, what was expected, what to do; never payloads
   */
  public Problem(ProblemType type, String detail) {
    this(type, detail, Map.of());
  }

  /**
   * A failure with fields of its own.
   *
   * @param fields extension members of the answer; {@code retryAfterSeconds} and {@code remaining}
   *     also become headers
   */
  public Problem(ProblemType type, String detail, Map<String, Object> fields) {
    super(detail);
    this.type = type;
    this.fields = new TreeMap<>(fields);
  }

  /** What cannot be found, or not by this caller: both are told alike. */
  public static Problem notFound(String what) {
    return new Problem(ProblemType.NOT_FOUND, "there is no such " + what);
  }

  /** The kind. */
  public ProblemType type() {
    return type;
  }

  /** Extension members. */
  public Map<String, Object> fields() {
    return fields;
  }
}
