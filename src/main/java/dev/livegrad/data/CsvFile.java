package dev.livegrad.data;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Samples in a CSV file: UTF-8, commas, a header row, one sample a row. */
public final class CsvFile {
  private static final int MAX_MEBIBYTES = 64;

  /** The most column names that a message tells. */
  private static final int MAX_NAMES_TOLD = 20;

  /** Decimal, as other programs write it; Java would read {@code 2d} and {@code 0x1p3} too. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(\\d++(\\.\\d*+)?+|\\.\\d++)([eE][+-]?+\\d++)?+");

  private CsvFile() {}

  /**
   * Reads the named columns; others may have any name, or none, and hold anything.
   *
   * @throws DataException if the file can't be read, lacks a column, has a row with more or fewer
   *     cells than its header, or something else than a finite number in one of the named columns;
   *     the message names file, line and column
   */
  public static Dataset read(Path file, List<String> inputs, List<String> targets) {
    String text = TextFile.read(file, MAX_MEBIBYTES);
    try {
      return read(new CsvRows(text), inputs, targets);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage());
    }
  }

  /**
   * Looks through a table that somebody sends.
   *
   * @param text begins with a header row
   * @throws DataException if it is none; the message names the line
   */
  public static Table look(String text) {
    CsvRows rows = new CsvRows(text);
    List<String> header = header(rows);
    long count = 0;
    while (next(rows, header, count) != null) {
      count++;
    }
    requireRows(count);
    return new Table(header, count);
  }

  /** What there is in a table, whatever its cells hold. */
  public record Table(List<String> columns, long rows) {
    public Table {
      columns = List.copyOf(columns);
    }
  }

  private static Dataset read(CsvRows rows, List<String> inputs, List<String> targets) {
    List<String> header = header(rows);
    int[] inputColumns = columns(header, inputs);
    int[] targetColumns = columns(header, targets);
    List<double[]> inputRows = new ArrayList<>();
    List<double[]> targetRows = new ArrayList<>();
    for (List<String> row = next(rows, header, 0);
        row != null;
        row = next(rows, header, inputRows.size())) {
      inputRows.add(numbers(rows.line(), row, inputColumns, inputs));
      targetRows.add(numbers(rows.line(), row, targetColumns, targets));
    }
    requireRows(inputRows.size());
    return new Dataset(
        inputs, inputRows.toArray(double[][]::new), targetRows.toArray(double[][]::new));
  }

  private static List<String> header(CsvRows rows) {
    List<String> header = rows.next();
    if (header == null) {
      throw new DataException("is empty; allowed is a header row with rows below it");
    }
    return header;
  }

  /** The next row, of as many cells as the header has; null behind the last. */
  private static @Nullable List<String> next(CsvRows rows, List<String> header, long count) {
    List<String> row = rows.next();
    if (row == null) {
      return null;
    }
    if (count == Dataset.MAX_SAMPLES) {
      throw new DataException(
          "has more than the %d rows that are allowed".formatted(Dataset.MAX_SAMPLES));
    }
    if (row.size() != header.size()) {
      throw new DataException(
          "line %d: has %d cells; allowed are %d, as many as the header has"
              .formatted(rows.line(), row.size(), header.size()));
    }
    return row;
  }

  private static void requireRows(long count) {
    if (count == 0) {
      throw new DataException("has no rows below its header; allowed is 1 or more");
    }
  }

  /** Where the named columns stand, from 0. */
  private static int[] columns(List<String> header, List<String> names) {
    List<String> comparable = header.stream().map(CsvFile::comparable).toList();
    int[] columns = new int[names.size()];
    for (int i = 0; i < columns.length; i++) {
      String name = comparable(names.get(i));
      columns[i] = comparable.indexOf(name);
      if (columns[i] < 0) {
        throw new DataException(
            "there is no column %s; allowed are %s".formatted(Refusal.shown(name), told(header)));
      }
      if (columns[i] != comparable.lastIndexOf(name)) {
        throw new DataException(
            "there are two columns %s; one is allowed".formatted(Refusal.shown(name)));
      }
    }
    return columns;
  }

  /** A letter with an accent can be one character or two, and looks the same. */
  private static String comparable(String name) {
    return Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
  }

  private static String told(List<String> header) {
    List<String> named = header.stream().filter(name -> !name.isEmpty()).toList();
    String told =
        named.stream().limit(MAX_NAMES_TOLD).map(Refusal::shown).collect(Collectors.joining(", "));
    int more = named.size() - MAX_NAMES_TOLD;
    return more > 0 ? "%s and %d more".formatted(told, more) : told;
  }

  private static double[] numbers(int line, List<String> row, int[] columns, List<String> names) {
    double[] numbers = new double[columns.length];
    for (int i = 0; i < numbers.length; i++) {
      String cell = row.get(columns[i]);
      numbers[i] = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
      if (!Double.isFinite(numbers[i])) {
        String where = "line %d, column %s".formatted(line, Refusal.oneLine(names.get(i), 100));
        throw new DataException(Refusal.notAllowed(where, cell, "a finite number"));
      }
    }
    return numbers;
  }
}
