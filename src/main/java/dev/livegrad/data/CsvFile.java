package dev.livegrad.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Samples in a CSV file: UTF-8, commas, a header row, one sample a row. */
public final class CsvFile {
  private static final long MAX_BYTES = 64L << 20;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .get();

  private CsvFile() {}

  /**
   * Reads the named columns.
   *
   * @throws DataException if the file can't be read, lacks a column, or has something else than a
   *     finite number in one of the named columns; the message names file, row and column
   */
  public static Dataset read(Path file, List<String> inputs, List<String> targets) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": there is no such file");
    }
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
      if (Files.size(file) > MAX_BYTES) {
        throw new DataException(file + ": has more than the 64 MiB that are allowed");
      }
      requireColumns(file, parser.getHeaderNames(), inputs);
      requireColumns(file, parser.getHeaderNames(), targets);
      List<double[]> inputRows = new ArrayList<>();
      List<double[]> targetRows = new ArrayList<>();
      for (CSVRecord row : parser) {
        if (inputRows.size() == Dataset.MAX_SAMPLES) {
          throw new DataException(
              "%s: has more than the %d rows that are allowed"
                  .formatted(file, Dataset.MAX_SAMPLES));
        }
        inputRows.add(numbers(file, row, inputs));
        targetRows.add(numbers(file, row, targets));
      }
      if (inputRows.isEmpty()) {
        throw new DataException(file + ": has no rows below its header; allowed is 1 or more");
      }
      return new Dataset(
          inputs, inputRows.toArray(double[][]::new), targetRows.toArray(double[][]::new));
    } catch (CSVException | IllegalArgumentException | UncheckedIOException e) {
      throw new DataException(
          file
              + ": is no CSV with a header row: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (IOException e) {
      throw new DataException(file + ": can't be read: " + e.getMessage());
    }
  }

  private static void requireColumns(Path file, List<String> header, List<String> names) {
    for (String name : names) {
      if (!header.contains(name)) {
        throw new DataException(
            "%s: there is no column %s; allowed are %s"
                .formatted(file, name, String.join(", ", header)));
      }
    }
  }

  private static double[] numbers(Path file, CSVRecord row, List<String> names) {
    double[] numbers = new double[names.size()];
    for (int i = 0; i < numbers.length; i++) {
      String text = row.isSet(names.get(i)) ? row.get(names.get(i)) : "";
      numbers[i] = parse(text);
      if (!Double.isFinite(numbers[i])) {
        throw new DataException(
            "%s: row %d, column %s: '%s' is not allowed; a finite number is"
                .formatted(file, row.getRecordNumber(), names.get(i), text));
      }
    }
    return numbers;
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
