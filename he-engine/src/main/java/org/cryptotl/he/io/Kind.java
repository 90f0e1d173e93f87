package org.cryptotl.he.io;

/** What an object is: the number in its header, and its name in messages. */
enum Kind {
  PARAMETERS(1, "parameters"),
  CIPHERTEXT(2, "ciphertext"),
  PUBLIC_KEY(3, "public key"),
  SWITCHING_KEY(4, "switching key"),
  GALOIS_KEY(5, "Galois key"),
  EVALUATION_KEYS(6, "evaluation keys"),
  SECRET_KEY(7, "secret key"),
  MANIFEST(8, "manifest");

  private final int code;
  private final String title;

  Kind(int code, String title) {
    this.code = code;
    this.title = title;
  }

  /** The number on the wire. */
  int code() {
    return code;
  }

  /** The kind with this number, for messages. */
  static String describe(int code) {
    for (Kind kind : values()) {
      if (kind.code == code) {
        return code + " (" + kind.title + ")";
      }
    }
    return code + " (unknown)";
  }

  @Override
  public String toString() {
    return title;
  }
}
