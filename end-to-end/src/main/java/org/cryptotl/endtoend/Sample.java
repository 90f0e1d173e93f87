package org.cryptotl.endtoend;

/**
 * A labelled text.
 *
 * @param text what is classified
 * @param label what it is
 */
public record Sample(String text, String label) {

  @Override
  public String toString() {
    return "Sample[redacted, %s]".formatted(label);
  }
}
