package dev.livegrad.engine;

/** Where an operation has no value: refused at once and by name, not noticed later as a NaN. */
final class Domain {
  private Domain() {}

  static void check(boolean defined, Value operand, String use, String allowed) {
    if (!defined) {
      throw new ArithmeticException(
          "%s = %s %s has no value; allowed is %s"
              .formatted(operand.describe(), Numbers.plain(operand.data()), use, allowed));
    }
  }
}
