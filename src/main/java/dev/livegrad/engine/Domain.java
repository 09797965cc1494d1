package dev.livegrad.engine;

/**
 * Where an operation has no value: refused at once and by name, not noticed later as a NaN. What is
 * NaN already passes, since it was somebody else's fault.
 */
final class Domain {
  private Domain() {}

  static void check(Operation operation, Value a) {
    if (operation == Operation.LOG && a.data() <= 0) {
      throw refuse(a, "has no logarithm; a positive number has");
    }
    if (operation == Operation.SQRT && a.data() < 0) {
      throw refuse(a, "has no square root; a number from 0 on has");
    }
  }

  static void check(Operation operation, Value a, Value b) {
    if (operation == Operation.DIVIDE && b.data() == 0) {
      throw refuse(b, "can't divide " + a.describe() + "; any other number can");
    }
  }

  static void checkPower(Value a, double exponent) {
    if (a.data() == 0 && exponent < 0) {
      throw refuse(a, "has no power of " + Numbers.plain(exponent) + "; any other number has");
    }
    if (a.data() < 0 && exponent != Math.rint(exponent)) {
      throw refuse(a, "has no power of " + Numbers.plain(exponent) + "; a positive number has");
    }
  }

  private static ArithmeticException refuse(Value value, String why) {
    String number = Numbers.plain(value.data());
    String described = value.describe();
    String subject = described.equals(number) ? number : described + " = " + number;
    return new ArithmeticException(subject + " " + why);
  }
}
