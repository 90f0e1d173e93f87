package org.cryptotl.nn.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a text file in ASCII, with their numbers; none is longer than a bound. */
final class Lines {

  private static final int LONGEST = 128;

  private final InputStream in;
  private final StringBuilder line = new StringBuilder();
  private int number;

  Lines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The next line without its end, or null after the last one. */
  private String next() throws IOException {
    line.setLength(0);
    int c = in.read();
    if (c < 0) {
      return null;
    }
    number++;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == LONGEST) {
        throw failure("the line is longer than %d characters".formatted(LONGEST));
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private String require(String expected) throws IOException {
    String text = next();
    if (text == null) {
      number++;
      throw failure("the file ends, expected %s; was it cut off?".formatted(expected));
    }
    return text;
  }

  Matcher match(Pattern pattern, String expected) throws IOException {
    Matcher matcher = pattern.matcher(require(expected));
    if (!matcher.matches()) {
      throw failure("expected %s".formatted(expected));
    }
    return matcher;
  }

  void expect(String text) throws IOException {
    if (!require("'" + text + "'").equals(text)) {
      throw failure("expected '%s'; has a line been lost or added before?".formatted(text));
    }
  }

  float number() throws IOException {
    String text = require("a number");
    float value;
    try {
      value = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw failure("expected a number; has a line been lost or added before?");
    }
    if (!Float.isFinite(value)) {
      throw failure("the number is not a finite one in single precision");
    }
    return value;
  }

  void expectEnd() throws IOException {
    for (String text = next(); text != null; text = next()) {
      if (!text.isEmpty()) {
        throw failure("expected the end of the file after the second dense layer");
      }
    }
  }

  ModelFormatException failure(String message) {
    return new ModelFormatException("weight text file, line %d: %s".formatted(number, message));
  }
}
