package org.cryptotl.he.plan;

import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.HeException;
import org.cryptotl.he.ckks.Evaluator;
import org.cryptotl.he.manifest.Layout;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;

/** What is checked of keys and inputs before a plan begins to work. */
final class Requests {

  private Requests() {}

  /**
   * Checks keys and inputs.
   *
   * @return the inputs at the layout's level
   * @throws IllegalArgumentException as {@link Plan#apply}
   * @throws HeException as {@link Plan#apply}
   */
  static List<Ciphertext> checked(Manifest manifest, Evaluator evaluator, List<Ciphertext> inputs) {
    Layout layout = manifest.layout();
    manifest.parameters().rlwe().require("evaluator", evaluator.parameters().rlwe());
    manifest.keys().require(manifest.parameters().rlwe(), evaluator.keys());
    if (inputs.size() != layout.inputParts()) {
      throw new IllegalArgumentException(
          "inputs: got %d ciphertexts, expected %d".formatted(inputs.size(), layout.inputParts()));
    }
    List<Ciphertext> checked = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Ciphertext input = inputs.get(i);
      manifest.parameters().rlwe().require("input " + i, input.parameters());
      if (input.degree() != 1) {
        throw new IllegalArgumentException(
            "input %d: got %d polynomials, expected 2".formatted(i, input.polys().size()));
      }
      if (!input.scale().matches(layout.scale())) {
        throw new HeException.ScaleMismatch(
            "input %d: got scale %s, expected %s".formatted(i, input.scale(), layout.scale()));
      }
      checked.add(evaluator.dropToLevel(input, layout.level()));
    }
    return checked;
  }
}
