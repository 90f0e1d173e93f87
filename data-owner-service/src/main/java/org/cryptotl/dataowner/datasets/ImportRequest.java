package org.cryptotl.dataowner.datasets;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to read a CSV file with a header.
 *
 * @param name of the dataset
 * @param labelColumn {@code label} if not given
 * @param textColumn the column of texts; if not given, {@code text} where there is such a column
 * @param vectorColumns the columns of numbers; if neither is given, all but the label's
 * @param skipBadRows whether to leave bad rows out; otherwise one bad row refuses the file
 * @param split how to divide the rows
 */
public record ImportRequest(
    @NotBlank @Size(max = 200) String name,
    @Nullable @Size(max = 1000) String labelColumn,
    @Nullable @Size(max = 1000) String textColumn,
    @Nullable List<String> vectorColumns,
    @Nullable Boolean skipBadRows,
    @Nullable @Valid SplitPlan split) {

  /** Copies the list; an empty one counts as none. */
  public ImportRequest {
    vectorColumns =
        vectorColumns == null || vectorColumns.isEmpty() ? null : List.copyOf(vectorColumns);
    labelColumn = labelColumn == null || labelColumn.isBlank() ? "label" : labelColumn;
    textColumn = textColumn == null || textColumn.isBlank() ? null : textColumn;
  }
}
