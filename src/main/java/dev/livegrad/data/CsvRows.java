package dev.livegrad.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a text of comma-separated values, as RFC 4180 describes it: a cell in quotes may hold
 * delimiters, line breaks, and quotes written twice. Blanks around a cell and empty lines don't
 * matter.
 */
final class CsvRows {
  /** The line that spreadsheets put above a header. */
  private static final Pattern TOLD_DELIMITER = Pattern.compile("(?i)sep=(.)(\r\n?|\n)");

  private final String text;
  private final char delimiter;
  private int at;

  /** Of the character at {@link #at}, from 1. */
  private int line = 1;

  private int rowsLine;

  /**
   * @param delimiter what parts two cells
   */
  CsvRows(String text, char delimiter) {
    this.text = text;
    this.delimiter = delimiter;
    Matcher told = TOLD_DELIMITER.matcher(text);
    if (told.lookingAt()) {
      at = told.end();
      line = 2;
    }
  }

  /** The delimiter that a text tells itself; null for none. */
  static @Nullable Character toldDelimiter(String text) {
    Matcher told = TOLD_DELIMITER.matcher(text);
    return told.lookingAt() ? told.group(1).charAt(0) : null;
  }

  /** The line of the text in which the last row began, from 1. */
  int line() {
    return rowsLine;
  }

  /**
   * The cells of the next row, one or more; null behind the last.
   *
   * @throws DataException if quotes are wrong; the message names the line
   */
  @Nullable List<String> next() {
    skipEmptyLines();
    rowsLine = line;
    if (at == text.length()) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    do {
      cells.add(cell());
    } while (taken(delimiter));
    skipLineBreak();
    return cells;
  }

  private void skipEmptyLines() {
    int start;
    do {
      start = at;
      skipBlanks();
    } while (skipLineBreak());
    if (at < text.length()) {
      at = start;
    }
  }

  private String cell() {
    skipBlanks();
    if (taken('"')) {
      return quotedCell();
    }
    int start = at;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quotedCell() {
    int quotesLine = line;
    StringBuilder cell = new StringBuilder();
    while (true) {
      int start = at;
      while (at < text.length() && text.charAt(at) != '"') {
        if (!skipLineBreak()) {
          at++;
        }
      }
      cell.append(text, start, at);
      if (at == text.length()) {
        throw new DataException("line %d: a quote begins that nothing ends".formatted(quotesLine));
      }
      at++;
      if (!taken('"')) {
        break;
      }
      cell.append('"');
    }
    skipBlanks();
    if (at < text.length() && !isEnd(text.charAt(at))) {
      throw new DataException(
          "line %d: %s stands behind a closing quote; a delimiter or the line's end is allowed there"
              .formatted(line, Refusal.shownAt(text, at)));
    }
    return cell.toString().strip();
  }

  private boolean isEnd(char c) {
    return c == delimiter || c == '\n' || c == '\r';
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private boolean isBlank(char c) {
    return (c == ' ' || c == '\t') && c != delimiter;
  }

  private boolean skipLineBreak() {
    boolean carriageReturn = taken('\r');
    boolean skipped = taken('\n') || carriageReturn;
    line += skipped ? 1 : 0;
    return skipped;
  }

  private boolean taken(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }
}
