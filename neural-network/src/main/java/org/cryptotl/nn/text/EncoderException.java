package org.cryptotl.nn.text;

/** An encoder could not be loaded or run. The message never holds a text. */
public final class EncoderException extends RuntimeException {

  private static final long serialVersionUID = 1;

  EncoderException(String message, Throwable cause) {
    super(message, cause);
  }
}
