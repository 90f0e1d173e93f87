package org.cryptotl.modelowner.problems;

/** What names may consist of: a database need not take control characters. */
public final class Plain {

  /** For {@code @Pattern}. */
  public static final String TEXT = "[^\\x00-\\x1f\\x7f]*";

  /** What is answered otherwise. */
  public static final String MESSAGE = "must not have control characters";

  private Plain() {}
}
