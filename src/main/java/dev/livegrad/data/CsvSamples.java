package dev.livegrad.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Samples out of a table of comma-separated values. */
final class CsvSamples {
  private final CsvColumns wanted;
  private final List<CsvColumn> inputs;
  private final List<CsvColumn> targets;

  /** The columns of which a value has been seen. */
  private final Set<String> present = new HashSet<>();

  private CsvSamples(CsvColumns wanted) {
    this.wanted = wanted;
    this.inputs = columns(wanted.inputs(), wanted);
    this.targets = columns(wanted.targets(), wanted);
  }

  private static List<CsvColumn> columns(List<String> names, CsvColumns wanted) {
    return names.stream()
        .map(name -> new CsvColumn(name, wanted.decimal(), wanted.categorical().contains(name)))
        .toList();
  }

  /**
   * Reads the named columns; others may have any name, or none, and hold anything.
   *
   * @throws DataException if the table lacks a column, has a row with more or fewer cells than its
   *     header, or what can't be learned in one of the named columns; the message names line and
   *     column
   */
  static Samples read(String text, CsvColumns wanted) {
    CsvSamples samples = new CsvSamples(wanted);
    CsvRows rows = new CsvRows(text, wanted.delimiter());
    CsvHeader header = CsvHeader.read(rows);
    samples.requireNamed();
    int[] inputs = header.places(wanted.inputs());
    int[] targets = header.places(wanted.targets());
    int count = 0;
    for (List<String> row = header.next(rows, 0); row != null; row = header.next(rows, count)) {
      count++;
      samples.add(row, inputs, targets, rows.line());
    }
    CsvHeader.requireRows(count);
    samples.requireKept();
    return samples.samples();
  }

  private void requireNamed() {
    for (String name : wanted.categorical()) {
      if (!wanted.inputs().contains(name) && !wanted.targets().contains(name)) {
        throw new DataException(
            Refusal.notAllowed("categorical", name, "a column that is named in inputs or targets"));
      }
    }
  }

  private void requireKept() {
    if (targets.getFirst().count() > 0) {
      return;
    }
    Stream.of(wanted.inputs(), wanted.targets())
        .flatMap(List::stream)
        .filter(name -> !present.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw CsvColumn.allMissing(name);
        });
    throw new DataException("each row lacks a value in one of the named columns");
  }

  private void add(List<String> row, int[] inputPlaces, int[] targetPlaces, int line) {
    boolean lacksInput = lacks(row, inputPlaces, wanted.inputs(), line);
    boolean lacksTarget = lacks(row, targetPlaces, wanted.targets(), line);
    if (lacksTarget || (lacksInput && wanted.missing() == CsvColumns.Missing.DROP)) {
      return;
    }
    for (int i = 0; i < inputPlaces.length; i++) {
      inputs.get(i).add(row.get(inputPlaces[i]), line);
    }
    for (int i = 0; i < targetPlaces.length; i++) {
      targets.get(i).add(row.get(targetPlaces[i]), line);
    }
  }

  private boolean lacks(List<String> row, int[] places, List<String> names, int line) {
    boolean lacks = false;
    for (int i = 0; i < places.length; i++) {
      String cell = row.get(places[i]);
      if (!CsvColumn.isMissing(cell)) {
        present.add(names.get(i));
      } else {
        if (wanted.missing() == CsvColumns.Missing.ERROR) {
          String where = "line %d, column %s".formatted(line, Refusal.oneLine(names.get(i), 100));
          throw new DataException(
              Refusal.notAllowed(where, cell, "a finite number") + "; missing can be drop or mean");
        }
        lacks = true;
      }
    }
    return lacks;
  }

  private Samples samples() {
    List<String> names = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (CsvColumn column : inputs) {
      if (column.isCategorical()) {
        Categories categories = column.categories();
        int[] places = column.places(categories);
        for (int i = 0; i < categories.names().size(); i++) {
          int category = i;
          names.add(column.name() + "=" + categories.names().get(i));
          columns.add(IntStream.of(places).mapToDouble(it -> it == category ? 1 : 0).toArray());
        }
      } else {
        names.add(column.name());
        columns.add(column.numbers("; text needs the column in categorical"));
      }
    }
    if (names.size() > Dataset.MAX_COLUMNS) {
      throw new DataException(
          "inputs has %d columns, each category counted; allowed are 1 to %d"
              .formatted(names.size(), Dataset.MAX_COLUMNS));
    }
    return new Samples(names, rows(columns), targets());
  }

  private Samples.Targets targets() {
    boolean isText = targets.stream().anyMatch(it -> it.isCategorical() || it.isText());
    if (!isText) {
      return new Samples.Targets.Numbers(
          rows(
              targets.stream()
                  .map(it -> it.numbers(", or text in every row, for classes"))
                  .toList()));
    }
    if (targets.size() > 1) {
      throw new DataException(
          "targets has %d columns, one of them of text; allowed is one column of classes, or numbers"
              .formatted(targets.size()));
    }
    Categories classes = targets.getFirst().categories();
    if (classes.names().size() == 1) {
      throw new DataException(
          "column %s: %s is the only class; allowed are two or more"
              .formatted(
                  Refusal.oneLine(targets.getFirst().name(), 100),
                  Refusal.shown(classes.names().getFirst())));
    }
    return new Samples.Targets.Classes(classes.names(), targets.getFirst().places(classes));
  }

  private static double[][] rows(List<double[]> columns) {
    double[][] rows = new double[columns.getFirst().length][columns.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.size(); j++) {
        rows[i][j] = columns.get(j)[i];
      }
    }
    return rows;
  }
}
