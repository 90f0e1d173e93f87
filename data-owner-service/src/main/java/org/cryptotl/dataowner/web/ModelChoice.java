package org.cryptotl.dataowner.web;

import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;

/** What a list of models has chosen: {@code owner/model/version} or {@code .../mode}. */
final class ModelChoice {

  private static final String PATTERN = "[^/]+/[^/]+/[0-9]{1,9}";

  private ModelChoice() {}

  static ModelVersion version(String value) {
    String[] parts = parts(value, PATTERN);
    return new ModelVersion(parts[0], parts[1], Integer.parseInt(parts[2]));
  }

  static ModelRef ref(String value) {
    String[] parts = parts(value, PATTERN + "/(LATENCY|THROUGHPUT)");
    return version(value.substring(0, value.lastIndexOf('/'))).in(Mode.valueOf(parts[3]));
  }

  private static String[] parts(String value, String pattern) {
    if (!value.matches(pattern)) {
      throw new Problem(ProblemType.INVALID_REQUEST, "expected a model of the list");
    }
    return value.split("/", -1);
  }
}
