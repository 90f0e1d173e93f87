package org.cryptotl.nn.format;

/**
 * A file is not a network that can be read: broken, too large, or with something in it that is not
 * supported. The message says where, what was found, what was expected and what to do; it never
 * holds weights.
 */
public class ModelFormatException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** An exception with a message. */
  public ModelFormatException(String message) {
    super(message);
  }

  /** An exception with a message and what led to it. */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
