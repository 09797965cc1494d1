package dev.livegrad.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long something took, again and again. */
final class Latencies {
  private final List<Long> nanos = new ArrayList<>();

  void add(long nanos) {
    this.nanos.add(nanos);
  }

  int count() {
    return nanos.size();
  }

  /** Percentiles by nearest rank, and the longest, in milliseconds. */
  @Override
  public String toString() {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return String.format(
        Locale.ROOT,
        "p50 %.2f ms   p95 %.2f ms   p99 %.2f ms   max %.2f ms",
        millis(sorted, 0.50),
        millis(sorted, 0.95),
        millis(sorted, 0.99),
        millis(sorted, 1));
  }

  private static double millis(List<Long> sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(1, rank) - 1) / 1e6;
  }
}
