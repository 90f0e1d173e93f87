package org.cryptotl.benchmarks.transfer;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Learning curves in Markdown. */
final class Tables {

  private static final List<String> COLUMNS =
      List.of("embedding", "features", "both", Curve.CHOSEN);
  private static final int FEW = 50;

  private Tables() {}

  static void curve(PrintStream out, String name, Curve curve) {
    out.printf("%n### %s%n", name);
    for (Curve.Measure measure : Curve.Measure.values()) {
      out.printf("%n| labels | %s | seeds |%n", String.join(" | ", COLUMNS));
      out.println("|---:|---|---|---|---|---:|");
      for (int count : curve.counts()) {
        String cells =
            COLUMNS.stream()
                .map(column -> curve.spread(count, column, measure).toString())
                .collect(Collectors.joining(" | "));
        out.printf("| %d | %s | %d |%n", count, cells, curve.seeds(count));
      }
      out.printf("%n(%s)%n", measure);
    }
    out.println();
    curve.counts().forEach(n -> out.printf("%d labels: chosen %s. ", n, curve.choices(n)));
    out.println();
  }

  /** Where features beat the embedding, and how far the chosen head is from the best. */
  static void summary(PrintStream out, List<Transfer.Result> results) {
    out.printf("%n### Summary%n%nFeatures less embedding:%n%n");
    out.println("| pair | measure | 10 | 25 | 50 | 100 | 200 | 400 or all |");
    out.println("|---|---|---:|---:|---:|---:|---:|---:|");
    int wins = 0;
    int points = 0;
    Map<Curve.Measure, Integer> pairs = new EnumMap<>(Curve.Measure.class);
    for (Transfer.Result result : results) {
      for (Curve.Measure measure : Curve.Measure.values()) {
        StringBuilder row = new StringBuilder();
        boolean all = true;
        for (int count : result.curve().counts().subList(0, 6)) {
          double gain =
              result.curve().spread(count, "features", measure).mean()
                  - result.curve().spread(count, "embedding", measure).mean();
          row.append(String.format(Locale.ROOT, " %+.3f |", gain));
          wins += count <= FEW && gain > 0 ? 1 : 0;
          points += count <= FEW ? 1 : 0;
          all &= count > FEW || gain > 0;
        }
        pairs.merge(measure, all ? 1 : 0, Integer::sum);
        out.printf("| %s | %s |%s%n", result.name(), measure, row);
      }
    }
    out.printf(
        "%nUp to %d labels features win at %d of %d points; at every point of a pair and measure: %s of %d pairs.%n",
        FEW, wins, points, pairs, results.size());
    out.printf("%nBest of the three heads less the chosen one, where it is above 0.01:%n%n");
    int above = 0;
    int all = 0;
    for (Transfer.Result result : results) {
      for (Curve.Measure measure : Curve.Measure.values()) {
        for (int count : result.curve().counts()) {
          double shortfall = result.curve().shortfall(count, measure);
          all++;
          if (shortfall > 0.01) {
            above++;
            out.printf(
                Locale.ROOT,
                "- %s, %d labels, %s: %.3f%n",
                result.name(),
                count,
                measure,
                shortfall);
          }
        }
      }
    }
    out.printf("%nThat is %d of %d points.%n", above, all);
  }
}
