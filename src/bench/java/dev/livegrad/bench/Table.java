package dev.livegrad.bench;

import dev.livegrad.app.Workload;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/** Steps per second, a row a workload, and how many times as fast Livegrad is as each other. */
final class Table {
  private final Map<Workload, Map<Contender, Double>> rows = new EnumMap<>(Workload.class);

  private Table() {}

  static Table of(Collection<RunResult> results) {
    Table table = new Table();
    for (RunResult result : results) {
      Workload workload = Workload.valueOf(result.getParams().getParam("workload"));
      Contender contender = Contender.valueOf(result.getParams().getParam("contender"));
      table
          .rows
          .computeIfAbsent(workload, _ -> new EnumMap<>(Contender.class))
          .put(contender, result.getPrimaryResult().getScore());
    }
    return table;
  }

  /** In Markdown; what was not measured is NaN. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\n| steps per second |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Contender contender : Contender.values()) {
      text.append(" %s |".formatted(contender.title()));
      rule.append("---|");
    }
    for (Contender other : Contender.values()) {
      if (other != Contender.LIVEGRAD) {
        text.append(" Livegrad / %s |".formatted(other.title()));
        rule.append("---|");
      }
    }
    text.append('\n').append(rule).append('\n');
    rows.forEach((workload, row) -> text.append(line(workload, row)));
    return text.toString();
  }

  private static String line(Workload workload, Map<Contender, Double> row) {
    StringBuilder line =
        new StringBuilder("| %s: %s |".formatted(workload, workload.description()));
    for (Contender contender : Contender.values()) {
      line.append(format(" %,.1f |", row.getOrDefault(contender, Double.NaN)));
    }
    double livegrad = row.getOrDefault(Contender.LIVEGRAD, Double.NaN);
    for (Contender other : Contender.values()) {
      if (other != Contender.LIVEGRAD) {
        line.append(format(" %.2f |", livegrad / row.getOrDefault(other, Double.NaN)));
      }
    }
    return line.append('\n').toString();
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
