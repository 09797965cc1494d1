package dev.livegrad.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The cells of one column, as they are read from the first row to the last. */
final class CsvColumn {
  /** As spreadsheets and data frames write that there is no value. */
  private static final Set<String> MISSING =
      Set.of("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "None", "?");

  /** Decimal, as other programs write it; Java would read {@code 2d} and {@code 0x1p3} too. */
  private static final Pattern POINT =
      Pattern.compile("[+-]?+(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?+\\d++)?+");

  private static final Pattern COMMA = Pattern.compile(POINT.pattern().replace("\\.", ","));

  private final String name;
  private final Pattern number;
  private final List<String> cells = new ArrayList<>();

  /** Of each cell that is no number, be it missing, the line it stands in. */
  private final Map<Integer, Integer> lines = new HashMap<>();

  /** One text for equal cells. */
  private final Map<String, String> known = new HashMap<>();

  CsvColumn(String name, char decimal) {
    this.name = name;
    this.number = decimal == ',' ? COMMA : POINT;
  }

  static boolean isMissing(String cell) {
    return MISSING.contains(cell);
  }

  String name() {
    return name;
  }

  void add(String cell, int line) {
    if (!isNumber(cell)) {
      lines.put(cells.size(), line);
    }
    cells.add(known.computeIfAbsent(cell, it -> it));
  }

  private boolean isNumber(String cell) {
    return number.matcher(cell).matches() && Double.isFinite(value(cell));
  }

  /** The finite number in a cell; NaN where there is none. */
  static double number(String cell, char decimal) {
    boolean isNumber = (decimal == ',' ? COMMA : POINT).matcher(cell).matches();
    double value = isNumber ? value(cell) : Double.NaN;
    return Double.isFinite(value) ? value : Double.NaN;
  }

  private static double value(String cell) {
    return Double.parseDouble(cell.replace(',', '.'));
  }

  /** Whether every cell that is there is text; false where none is there. */
  boolean isText() {
    boolean isText = false;
    for (int i = 0; i < cells.size(); i++) {
      if (!lines.containsKey(i)) {
        return false;
      }
      isText |= !isMissing(cells.get(i));
    }
    return isText;
  }

  /**
   * The numbers, with the mean of all others in place of one that is missing.
   *
   * @param otherwise what is allowed beside a number, as {@code ", or ..."}
   * @throws DataException for a cell that is neither a number nor missing
   */
  double[] numbers(String otherwise) {
    double[] numbers = new double[cells.size()];
    double sum = 0;
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      String cell = cells.get(i);
      numbers[i] = lines.containsKey(i) ? Double.NaN : value(cell);
      if (!Double.isNaN(numbers[i])) {
        sum += numbers[i];
        count++;
      } else if (!isMissing(cell)) {
        throw refused(i, "a finite number is" + otherwise);
      }
    }
    if (count == 0) {
      throw allMissing(name);
    }
    double mean = sum / count;
    return Arrays.stream(numbers).map(it -> Double.isNaN(it) ? mean : it).toArray();
  }

  static DataException allMissing(String name) {
    return new DataException(
        "column %s: every value is missing".formatted(Refusal.oneLine(name, 100)));
  }

  private DataException refused(int row, String allowed) {
    String where = "line %d, column %s".formatted(lines.get(row), shownName());
    return new DataException(
        "%s: %s is not allowed; %s".formatted(where, Refusal.shown(cells.get(row)), allowed));
  }

  /**
   * The texts that there are.
   *
   * @throws DataException if there are too many, or none
   */
  Categories categories() {
    List<String> texts = known.keySet().stream().filter(cell -> !isMissing(cell)).toList();
    if (texts.isEmpty()) {
      throw allMissing(name);
    }
    return Categories.of("column " + shownName(), texts);
  }

  /** Of each row. */
  List<String> texts() {
    return cells;
  }

  private String shownName() {
    return Refusal.oneLine(name, 100);
  }
}
