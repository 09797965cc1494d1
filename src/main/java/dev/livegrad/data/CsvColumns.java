package dev.livegrad.data;

import java.util.List;

/**
 * What of a table of comma-separated values is learned, and how its cells are written.
 *
 * @param inputs names of columns
 * @param targets names of columns, of numbers; or of one column of classes
 * @param delimiter what parts two cells
 * @param decimal what parts a number's whole from its fraction, a point or a comma
 * @param missing what becomes of a row in which a value is missing
 * @param categorical those of the named columns whose text is one of several categories: of an
 *     input column each becomes an input that is 1 or 0, in sorted order
 */
public record CsvColumns(
    List<String> inputs,
    List<String> targets,
    char delimiter,
    char decimal,
    Missing missing,
    List<String> categorical) {
  public CsvColumns {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    categorical = List.copyOf(categorical);
  }

  /** Numbers with a decimal point, parted by commas, of which none is missing. */
  public CsvColumns(List<String> inputs, List<String> targets) {
    this(inputs, targets, ',', '.', Missing.ERROR, List.of());
  }

  /** What becomes of a row in which a value is missing. */
  public enum Missing {
    /** It is left out. */
    DROP,
    /**
     * An input is the mean of its column, and none of a column's categories; a row without its
     * target is left out.
     */
    MEAN,
    /** The table is refused. */
    ERROR
  }
}
