package org.cryptotl.he;

/**
 * What went wrong with objects that depend on input: keys, ciphertexts, bytes. Messages say what
 * was got and what was expected; they never hold plaintext or key material. Plain misuse of the API
 * is an {@link IllegalArgumentException} instead.
 */
public abstract sealed class HeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private HeException(String message) {
    super(message);
  }

  /** The evaluation keys lack the key of an automorphism, or hold it for too low a level. */
  public static final class MissingGaloisKey extends HeException {
    private static final long serialVersionUID = 1;

    /** Says which Galois element or level was wanted and what there is. */
    public MissingGaloisKey(String message) {
      super(message);
    }
  }

  /** The evaluation keys lack the relinearisation key, or hold it for too low a level. */
  public static final class MissingRelinearizationKey extends HeException {
    private static final long serialVersionUID = 1;

    /** Says which level was wanted and what there is. */
    public MissingRelinearizationKey(String message) {
      super(message);
    }
  }

  /** No level is left for the operation, or the scale has outgrown the modulus. */
  public static final class LevelExhausted extends HeException {
    private static final long serialVersionUID = 1;

    /** Says which level and scale there are, and what the operation needs. */
    public LevelExhausted(String message) {
      super(message);
    }
  }

  /** Two operands of a sum have different scales. */
  public static final class ScaleMismatch extends HeException {
    private static final long serialVersionUID = 1;

    /** Says both scales. */
    public ScaleMismatch(String message) {
      super(message);
    }
  }

  /** Objects of different parameters met. */
  public static final class ParameterMismatch extends HeException {
    private static final long serialVersionUID = 1;

    /** Says both parameters. */
    public ParameterMismatch(String message) {
      super(message);
    }
  }

  /** Bytes are not what the wire format says. */
  public static final class MalformedInput extends HeException {
    private static final long serialVersionUID = 1;

    /** Says what was read, what was expected, and where. */
    public MalformedInput(String message) {
      super(message);
    }
  }

  /** A manifest is not the one that was agreed on. */
  public static final class ManifestMismatch extends HeException {
    private static final long serialVersionUID = 1;

    /** Says both hashes. */
    public ManifestMismatch(String message) {
      super(message);
    }
  }
}
