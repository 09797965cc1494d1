package dev.livegrad.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cells of one column, as they are read from the first row to the last. */
final class CsvColumn {
  /** As spreadsheets and data frames write that there is no value. */
  private static final Set<String> MISSING =
      Set.of("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "None", "?");

  private static final int LONGEST_MISSING = 4;

  private final String name;
  private final char decimal;
  private final boolean isCategorical;
  private int count;

  /** Of each cell its finite number; NaN where there is none. */
  private double[] values = new double[16];

  /** Of each cell its text; empty for a number, unless numbers are texts as well. */
  private String[] texts = new String[16];

  /** Of each cell the line it stands in. */
  private int[] lines = new int[16];

  /** One text for equal cells. */
  private final Map<String, String> known = new HashMap<>();

  /**
   * @param isCategorical whether numbers are texts as well
   */
  CsvColumn(String name, char decimal, boolean isCategorical) {
    this.name = name;
    this.decimal = decimal;
    this.isCategorical = isCategorical;
  }

  static boolean isMissing(String cell) {
    return cell.length() <= LONGEST_MISSING && MISSING.contains(cell);
  }

  String name() {
    return name;
  }

  boolean isCategorical() {
    return isCategorical;
  }

  int count() {
    return count;
  }

  void add(String cell, int line) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
      texts = Arrays.copyOf(texts, 2 * count);
      lines = Arrays.copyOf(lines, 2 * count);
    }
    values[count] = CsvNumber.of(cell, decimal);
    boolean isTold = isCategorical || Double.isNaN(values[count]);
    texts[count] = isTold ? known.computeIfAbsent(cell, it -> it) : "";
    lines[count] = line;
    count++;
  }

  /** Whether every cell that is there is text; false where none is there. */
  boolean isText() {
    return Arrays.stream(values, 0, count).allMatch(Double::isNaN)
        && known.keySet().stream().anyMatch(cell -> !isMissing(cell));
  }

  /**
   * The numbers, with the mean of all others in place of one that is missing.
   *
   * @param otherwise what is allowed beside a number, as {@code ", or ..."}
   * @throws DataException for a cell that is neither a number nor missing
   */
  double[] numbers(String otherwise) {
    double[] numbers = Arrays.copyOf(values, count);
    double sum = 0;
    int present = 0;
    for (int i = 0; i < count; i++) {
      if (!Double.isNaN(numbers[i])) {
        sum += numbers[i];
        present++;
      } else if (!isMissing(texts[i])) {
        throw new DataException(
            Refusal.notAllowed(
                    "line %d, column %s".formatted(lines[i], shownName()),
                    texts[i],
                    "a finite number")
                + otherwise);
      }
    }
    if (present == 0) {
      throw allMissing(name);
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = Double.isNaN(numbers[i]) ? sum / present : numbers[i];
    }
    return numbers;
  }

  static DataException allMissing(String name) {
    return new DataException(
        "column %s: every value is missing".formatted(Refusal.oneLine(name, 100)));
  }

  /**
   * The texts that there are.
   *
   * @throws DataException if there are too many, or none
   */
  Categories categories() {
    List<String> present = known.keySet().stream().filter(cell -> !isMissing(cell)).toList();
    if (present.isEmpty()) {
      throw allMissing(name);
    }
    return Categories.of("column " + shownName(), present);
  }

  /**
   * Of each row the place of its text in the categories; -1 where it is missing.
   *
   * @param categories of this column, which is categorical or text
   */
  int[] places(Categories categories) {
    return categories.places(Arrays.asList(texts).subList(0, count));
  }

  private String shownName() {
    return Refusal.oneLine(name, 100);
  }
}
