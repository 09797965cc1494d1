package dev.livegrad.data;

/**
 * Numbers in cells: decimal, as other programs write them; Java would read "2d" and "0x1p3" too.
 */
final class CsvNumber {
  private CsvNumber() {}

  /**
   * The finite number in a cell; NaN where there is none.
   *
   * @param mark what parts its whole from its fraction, a point or a comma
   */
  static double of(String cell, char mark) {
    if (!isDecimal(cell, mark)) {
      return Double.NaN;
    }
    double value = Double.parseDouble(mark == '.' ? cell : cell.replace(mark, '.'));
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** By hand, since a large table has millions of cells. */
  private static boolean isDecimal(String cell, char mark) {
    int start = behindSign(cell, 0);
    int end = behindDigits(cell, start);
    boolean hasDigits = end > start;
    if (end < cell.length() && cell.charAt(end) == mark) {
      start = end + 1;
      end = behindDigits(cell, start);
      hasDigits |= end > start;
    }
    if (hasDigits && end < cell.length() && (cell.charAt(end) | ' ') == 'e') {
      start = behindSign(cell, end + 1);
      end = behindDigits(cell, start);
      hasDigits = end > start;
    }
    return hasDigits && end == cell.length();
  }

  private static int behindSign(String cell, int at) {
    boolean signed = at < cell.length() && (cell.charAt(at) == '+' || cell.charAt(at) == '-');
    return signed ? at + 1 : at;
  }

  private static int behindDigits(String cell, int at) {
    int end = at;
    while (end < cell.length() && cell.charAt(end) >= '0' && cell.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
