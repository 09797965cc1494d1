package dev.livegrad.training.optimizer;

import java.util.Arrays;

/**
 * A number for each parameter that is remembered from update to update: those of the last update
 * that was made, and beside them those of one that may still be given up.
 */
public final class Memory {
  /**
   * Added to what is remembered and taken away again, this changes no number above 2e-273, and
   * makes 0 of what has decayed to 5e-306. Processors take up to a hundred times as long for
   * numbers below 2e-308.
   */
  static final double TINY = 0x1p-960;

  private final String name;
  private double[] present;
  private double[] next;

  /**
   * @param name what it is called in formulas
   */
  Memory(String name, int parameters) {
    this.name = name;
    this.present = new double[parameters];
    this.next = new double[parameters];
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** As remembered; a fresh copy, in the order of the parameters. */
  public double[] values() {
    return present.clone();
  }

  double[] present() {
    return present;
  }

  double[] next() {
    return next;
  }

  /** Lets some places stay as they are in the update that is being worked out. */
  void keep(int from, int to) {
    System.arraycopy(present, from, next, from, to - from);
  }

  void commit() {
    double[] before = present;
    present = next;
    next = before;
  }

  void restore(double[] values) {
    if (values.length != present.length) {
      throw new IllegalArgumentException(
          "%d numbers can't be remembered, where %d are".formatted(values.length, present.length));
    }
    present = Arrays.copyOf(values, values.length);
  }
}
