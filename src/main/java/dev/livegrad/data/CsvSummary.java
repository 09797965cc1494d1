package dev.livegrad.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What stands in a table, for people who are to choose what is learned of it.
 *
 * @param delimiter what parts two cells, as far as the header tells
 * @param decimal what parts a number's whole from its fraction, as far as the cells tell
 * @param first some rows from the top
 */
public record CsvSummary(
    char delimiter, char decimal, List<Column> columns, long rows, List<List<String>> first) {
  private static final String DELIMITERS = ",;\t|";

  /** The rows that are shown. */
  private static final int FIRST = 20;

  private static final Pattern OTHER_FORMAT =
      Pattern.compile("(?i)\\s*+(\\{\\s*+\"|\\[\\s*+[{\\[]|<(!doctype|html|\\?xml))");

  private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");

  /** The rows by which it is told what a decimal mark is. */
  private static final int LOOKED_AT = 1_000;

  public CsvSummary {
    columns = List.copyOf(columns);
    first = List.copyOf(first);
  }

  /**
   * What stands in a column.
   *
   * @param numbers how many of its cells are finite numbers
   * @param texts how many are text
   * @param missing how many hold nothing
   * @param least the least number; NaN where there is none
   * @param greatest the greatest number; NaN where there is none
   * @param different the different cells that are not missing, sorted; empty where they are more
   *     than a column of categories may have
   */
  public record Column(
      String name,
      long numbers,
      long texts,
      long missing,
      double least,
      double greatest,
      List<String> different) {
    public Column {
      different = List.copyOf(different);
    }
  }

  /**
   * Looks through a table that somebody sends.
   *
   * @param text begins with a header row
   * @throws DataException if it is none; the message names the line
   */
  public static CsvSummary of(String text) {
    if (OTHER_FORMAT.matcher(text).lookingAt()) {
      throw new DataException(
          "line 1: begins as JSON, HTML or XML do; allowed is a header row with rows below it");
    }
    char delimiter = delimiter(text);
    char decimal = decimal(text, delimiter);
    CsvRows rows = new CsvRows(text, delimiter);
    CsvHeader header = CsvHeader.read(rows);
    List<Counter> counters =
        header.names().stream().map(name -> new Counter(name, decimal)).toList();
    List<List<String>> first = new ArrayList<>();
    long count = 0;
    for (List<String> row = header.next(rows, 0); row != null; row = header.next(rows, count)) {
      count++;
      if (first.size() < FIRST) {
        first.add(List.copyOf(row));
      }
      for (int i = 0; i < counters.size(); i++) {
        counters.get(i).add(row.get(i));
      }
    }
    CsvHeader.requireRows(count);
    List<Column> columns = counters.stream().map(Counter::column).toList();
    return new CsvSummary(delimiter, decimal, columns, count, first);
  }

  /** The names of the columns. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The one that the header has most of; a comma where it has none. */
  private static char delimiter(String text) {
    Character told = CsvRows.toldDelimiter(text);
    if (told != null) {
      return told;
    }
    String header = text.strip().lines().findFirst().orElse("");
    return IntStream.range(0, DELIMITERS.length())
        .mapToObj(DELIMITERS::charAt)
        .max(Comparator.comparingLong(it -> outsideQuotes(header, it)))
        .filter(it -> outsideQuotes(header, it) > 0)
        .orElse(',');
  }

  private static long outsideQuotes(String line, char wanted) {
    boolean quoted = false;
    long count = 0;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      count += !quoted && line.charAt(i) == wanted ? 1 : 0;
    }
    return count;
  }

  /**
   * A comma where some cells are numbers with one, and none is a number with a point. Between
   * commas, where every cell needs quotes for it, "1,000" is a thousand more likely than one.
   */
  private static char decimal(String text, char delimiter) {
    CsvRows rows = new CsvRows(text, delimiter);
    boolean commas = false;
    boolean points = false;
    List<String> row = rows.next();
    for (int i = 0; i < LOOKED_AT && row != null; i++) {
      for (String cell : row) {
        boolean point = !Double.isNaN(CsvNumber.of(cell, '.'));
        boolean comma = !Double.isNaN(CsvNumber.of(cell, ','));
        points |= point && !comma;
        commas |= comma && !point && !(delimiter == ',' && THOUSANDS.matcher(cell).matches());
      }
      row = rows.next();
    }
    return commas && !points ? ',' : '.';
  }

  /** Counts what stands in a column. */
  private static final class Counter {
    private final String name;
    private final char decimal;
    private final Set<String> different = new TreeSet<>();
    private long numbers;
    private long texts;
    private long missing;
    private double least = Double.NaN;
    private double greatest = Double.NaN;

    Counter(String name, char decimal) {
      this.name = name;
      this.decimal = decimal;
    }

    void add(String cell) {
      if (CsvColumn.isMissing(cell)) {
        missing++;
        return;
      }
      // One more than is told says that there are too many.
      if (different.size() <= Categories.MAX) {
        different.add(cell);
      }
      double number = CsvNumber.of(cell, decimal);
      if (Double.isNaN(number)) {
        texts++;
        return;
      }
      numbers++;
      least = numbers == 1 ? number : Math.min(least, number);
      greatest = numbers == 1 ? number : Math.max(greatest, number);
    }

    Column column() {
      List<String> told = different.size() > Categories.MAX ? List.of() : List.copyOf(different);
      return new Column(name, numbers, texts, missing, least, greatest, told);
    }
  }
}
