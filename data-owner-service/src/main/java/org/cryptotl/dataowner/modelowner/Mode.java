package org.cryptotl.dataowner.modelowner;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/** What a plan is made for. */
public enum Mode {
  /** One or a few samples, soon. */
  LATENCY,
  /** Thousands of samples at once, each at the least cost. */
  THROUGHPUT;

  /**
   * The mode of a name.
   *
   * @throws Problem that says which there are
   */
  @JsonCreator
  public static Mode of(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new Problem(
                ProblemType.INVALID_REQUEST,
                "the mode is none; expected one of " + Arrays.toString(values())));
  }
}
