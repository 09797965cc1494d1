package dev.livegrad.data;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first row of a table of comma-separated values, which names its columns.
 *
 * @param line of the text in which it stands, from 1
 */
record CsvHeader(List<String> names, int line) {
  /** The most columns of a table. */
  private static final int MAX_COLUMNS = 10_000;

  /** The most column names that a message tells. */
  private static final int MAX_NAMES_TOLD = 20;

  CsvHeader {
    names = List.copyOf(names);
  }

  /**
   * Reads it.
   *
   * @throws DataException if there is none
   */
  static CsvHeader read(CsvRows rows) {
    List<String> names = rows.next();
    if (names == null) {
      throw new DataException("is empty; allowed is a header row with rows below it");
    }
    if (names.size() > MAX_COLUMNS) {
      throw new DataException(
          "line %d: has %d columns; allowed are %d"
              .formatted(rows.line(), names.size(), MAX_COLUMNS));
    }
    return new CsvHeader(names, rows.line());
  }

  /**
   * The next row, of as many cells as the header has; null behind the last.
   *
   * @param count of the rows before it
   * @throws DataException if it has more or fewer cells, or is one too many
   */
  @Nullable List<String> next(CsvRows rows, long count) {
    List<String> row = rows.next();
    if (row == null) {
      return null;
    }
    if (count == Dataset.MAX_SAMPLES) {
      throw new DataException(
          "has more than the %d rows that are allowed".formatted(Dataset.MAX_SAMPLES));
    }
    if (row.size() != names.size()) {
      throw new DataException(
          "line %d: has %s; allowed %s %d, as many as the header has"
              .formatted(
                  rows.line(),
                  Refusal.counted(row.size(), "cell"),
                  names.size() == 1 ? "is" : "are",
                  names.size()));
    }
    return row;
  }

  static void requireRows(long count) {
    if (count == 0) {
      throw new DataException("has no rows below its header; allowed is 1 or more");
    }
  }

  /**
   * Where the named columns stand, from 0.
   *
   * @throws DataException if there is none of a name, or there are two
   */
  int[] places(List<String> wanted) {
    List<String> comparable = names.stream().map(CsvHeader::comparable).toList();
    int[] columns = new int[wanted.size()];
    for (int i = 0; i < columns.length; i++) {
      String name = comparable(wanted.get(i));
      columns[i] = comparable.indexOf(name);
      if (columns[i] < 0) {
        throw new DataException(
            "line %d: there is no column %s; allowed are %s%s"
                .formatted(line, Refusal.shown(name), told(), otherDelimiter()));
      }
      if (columns[i] != comparable.lastIndexOf(name)) {
        throw new DataException(
            "line %d: there are two columns %s; one is allowed"
                .formatted(line, Refusal.shown(name)));
      }
    }
    return columns;
  }

  /** A letter with an accent can be one character or two, and looks the same. */
  private static String comparable(String name) {
    return Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
  }

  private String told() {
    List<String> named = names.stream().filter(name -> !name.isEmpty()).toList();
    String told =
        named.stream().limit(MAX_NAMES_TOLD).map(Refusal::shown).collect(Collectors.joining(", "));
    int more = named.size() - MAX_NAMES_TOLD;
    return more > 0 ? "%s and %d more".formatted(told, more) : told;
  }

  /** What to do about a header that is all in one cell. */
  private String otherDelimiter() {
    if (names.size() > 1) {
      return "";
    }
    return Stream.of(";", "\t", "|", ",", " ")
        .filter(names.getFirst()::contains)
        .findFirst()
        .map(it -> it.equals("\t") ? "a tab" : it.equals(" ") ? "a blank" : "'" + it + "'")
        .map(" (is %s the delimiter?)"::formatted)
        .orElse("");
  }
}
