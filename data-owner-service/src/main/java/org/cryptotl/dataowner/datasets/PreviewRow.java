package org.cryptotl.dataowner.datasets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row to look at.
 *
 * @param row its number, from 0
 * @param label its label
 * @param part the part of the split that it is in
 * @param text the beginning of its text
 * @param vector the first entries of its vector
 */
public record PreviewRow(
    int row, String label, Part part, @Nullable String text, @Nullable List<Float> vector) {

  static final int LONGEST_TEXT = 500;
  static final int MOST_ENTRIES = 20;
}
