package org.cryptotl.endtoend;

import java.io.Serial;

/** Something that the user has to know, in a sentence. */
public final class DemoException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
