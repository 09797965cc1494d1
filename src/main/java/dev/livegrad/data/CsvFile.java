package dev.livegrad.data;

import java.nio.file.Path;

/** Tables of comma-separated values: UTF-8, a header row, one sample a row. */
public final class CsvFile {
  private static final int MAX_MEBIBYTES = 64;

  private CsvFile() {}

  /**
   * Reads the samples in a file.
   *
   * @throws DataException if it can't be read, or has none of this kind; the message names file,
   *     line and column
   */
  public static Samples read(Path file, CsvColumns columns) {
    String text = TextFile.read(file, MAX_MEBIBYTES);
    try {
      return CsvSamples.read(text, columns);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage());
    }
  }

  /**
   * The samples in a text.
   *
   * @throws DataException if it has none of this kind; the message names line and column
   */
  public static Samples parse(String text, CsvColumns columns) {
    return CsvSamples.read(text, columns);
  }
}
