package dev.livegrad.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvSamplesTest {
  private static final List<String> X = List.of("x");
  private static final List<String> Y = List.of("y");

  @Test
  void textTargetsAreClassesInSortedOrder() {
    Samples samples = CsvFile.parse("x,y\n1,b\n2,a\n3,b\n4,ä\n", new CsvColumns(X, Y));
    Samples.Targets.Classes classes = (Samples.Targets.Classes) samples.targets();
    assertEquals(List.of("a", "b", "ä"), classes.names());
    assertArrayEquals(new int[] {1, 0, 1, 2}, classes.places());
    assertArrayEquals(new double[] {0, 1, 0}, classes.oneHot()[0]);
  }

  @Test
  void aCategoryBecomesAnInputOfItsOwn() {
    Samples samples =
        CsvFile.parse(
            "x,kind,y\n1,usa,0\n2,japan,1\n3,usa,0\n",
            columns(List.of("kind", "x"), CsvColumns.Missing.ERROR, "kind"));
    assertEquals(List.of("kind=japan", "kind=usa", "x"), samples.names());
    assertArrayEquals(new double[][] {{0, 1, 1}, {1, 0, 2}, {0, 1, 3}}, samples.inputs());
  }

  @Test
  void numbersCanBeCategoriesAndClasses() {
    Samples samples =
        CsvFile.parse(
            "x,y\n3,1\n1,2\n3,1\n",
            new CsvColumns(X, Y, ',', '.', CsvColumns.Missing.ERROR, List.of("x", "y")));
    assertEquals(List.of("x=1", "x=3"), samples.names());
    assertEquals(List.of("1", "2"), ((Samples.Targets.Classes) samples.targets()).names());
  }

  @Test
  void aRowThatLacksAValueIsLeftOutOrGetsTheMeanOrIsRefused() {
    String text = "x,kind,y\n1,a,1\n,b,2\n5,NA,3\n6,b,\n";
    Samples dropped = CsvFile.parse(text, columns(X, CsvColumns.Missing.DROP));
    assertArrayEquals(new double[][] {{1}, {5}}, dropped.inputs());
    Samples filled =
        CsvFile.parse(text, columns(List.of("x", "kind"), CsvColumns.Missing.MEAN, "kind"));
    assertArrayEquals(new double[][] {{1, 1, 0}, {3, 0, 1}, {5, 0, 0}}, filled.inputs());
    assertArrayEquals(
        new double[][] {{1}, {2}, {3}}, ((Samples.Targets.Numbers) filled.targets()).rows());
    assertEquals(
        "line 3, column x: \"\" is not allowed; a finite number is; missing can be drop or mean",
        refusal(text, columns(X, CsvColumns.Missing.ERROR)));
  }

  @Test
  void delimiterAndDecimalCanBeOthers() {
    Samples semicolons =
        CsvFile.parse(
            "x;y\n1,5;-2,25e1\n",
            new CsvColumns(X, Y, ';', ',', CsvColumns.Missing.ERROR, List.of()));
    assertArrayEquals(new double[][] {{1.5}}, semicolons.inputs());
    assertArrayEquals(
        new double[][] {{-22.5}}, ((Samples.Targets.Numbers) semicolons.targets()).rows());
    Samples tabs =
        CsvFile.parse(
            "x\tz\ty\n1\t\t2\n",
            new CsvColumns(X, Y, '\t', '.', CsvColumns.Missing.ERROR, List.of()));
    assertArrayEquals(new double[][] {{1}}, tabs.inputs());
  }

  @Test
  void whatIsWrongIsToldByLineAndColumnAndSaysWhatIsAllowed() {
    refuses("", "is empty; allowed is a header row with rows below it");
    refuses("x,y", "has no rows below its header; allowed is 1 or more");
    refuses(
        "x;y\n1;2",
        "line 1: there is no column \"x\"; allowed are \"x;y\" (is ';' the delimiter?)");
    refuses(
        "x\ty\n1\t2",
        "line 1: there is no column \"x\"; allowed are \"x\\ty\" (is a tab the delimiter?)");
    refuses("X,Y\n1,2", "line 1: there is no column \"x\"; allowed are \"X\", \"Y\"");
    refuses("x,y,x\n1,2,3", "line 1: there are two columns \"x\"; one is allowed");
    refuses("x,y\n1\n", "line 2: has 1 cell; allowed are 2, as many as the header has");
    refuses("x,y\n1,2,3\n", "line 2: has 3 cells; allowed are 2, as many as the header has");
    refuses("x,y\n0,5;0\n\"1,2\n", "line 3: a quote begins that nothing ends");
    refuses("x,y\n1.000,2,5\n", "line 2: has 3 cells; allowed are 2, as many as the header has");
    refuses("x,y\n\"1,000\",2\n", notANumber(2, "x", "1,000") + TEXT);
    refuses("x,y\n1 000,2\n", notANumber(2, "x", "1 000") + TEXT);
    refuses("x,y\n1,2\n1'000,2\n", notANumber(3, "x", "1'000") + TEXT);
    refuses("x,y\n2026-11-28,2\n", notANumber(2, "x", "2026-11-28") + TEXT);
    refuses("x,y\n1,2\n28.11.2026,2\n", notANumber(3, "x", "28.11.2026") + TEXT);
    refuses("x,y\n12:30,1\n", notANumber(2, "x", "12:30") + TEXT);
    refuses("x,y\n50%,1\n", notANumber(2, "x", "50%") + TEXT);
    refuses("x,y\n$5,1\n", notANumber(2, "x", "$5") + TEXT);
    refuses("x,y\n5 kg,1\n", notANumber(2, "x", "5 kg") + TEXT);
    refuses("x,y\nTRUE,1\n", notANumber(2, "x", "TRUE") + TEXT);
    refuses("x,y\n=A1,1\n", notANumber(2, "x", "=A1") + TEXT);
    refuses("x,y\n#REF!,1\n", notANumber(2, "x", "#REF!") + TEXT);
    refuses("x,y\n\u22121,1\n", notANumber(2, "x", "\u22121") + TEXT);
    refuses("x,y\n1\u00A0000,1\n", notANumber(2, "x", "1\u00A0000") + TEXT);
    refuses("x,y\n1e999,1\n", notANumber(2, "x", "1e999") + TEXT);
    refuses("x,y\nInfinity,1\n", notANumber(2, "x", "Infinity") + TEXT);
    refuses("x,y\n0x10,1\n", notANumber(2, "x", "0x10") + TEXT);
    refuses("x,y\n1,a\n2,3\n", notANumber(2, "y", "a") + ", or text in every row, for classes");
    refuses("x,y\n1,a\n2,a\n", "column y: \"a\" is the only class; allowed are two or more");
    refuses("x,y\n,1\n", missing(2, "x", ""));
    refuses("x,y\n1,\n", missing(2, "y", ""));
    refuses("x,y\nNaN,1\n", missing(2, "x", "NaN"));
    refuses("x,y\nNA,1\n", missing(2, "x", "NA"));
    refuses("x,y\n?,1\n", missing(2, "x", "?"));
    refuses(
        "x,y\n" + lines(101, i -> i + ",c" + i),
        "column y: has 101 different texts; allowed are 100 categories");
    refuses(
        lines(1, i -> "a,".repeat(1_000_000) + "x") + "1\n",
        "line 1: has 1000001 columns; allowed are 10000");
    refuses("x,y\n" + "1,2\n".repeat(100_001), "has more than the 100000 rows that are allowed");
  }

  private static final String TEXT = "; text needs the column in categorical";

  @Test
  void whatCannotBePreparedIsToldToo() {
    assertEquals(
        "column x: has 301 different texts; allowed are 100 categories",
        refusal(
            "x,y\n" + lines(301, i -> "n" + i + ",1"), columns(X, CsvColumns.Missing.ERROR, "x")));
    assertEquals(
        "column x: every value is missing",
        refusal("x,y\n,1\n,2\n", columns(X, CsvColumns.Missing.MEAN)));
    assertEquals(
        "column x: every value is missing",
        refusal("x,y\n,1\n,2\n", columns(X, CsvColumns.Missing.DROP)));
    assertEquals(
        "categorical: \"z\" is not allowed; a column that is named in inputs or targets is",
        refusal("x,y,z\n1,1,1\n", columns(X, CsvColumns.Missing.ERROR, "z")));
    assertEquals(
        "targets has 2 columns, one of them of text; allowed is one column of classes, or numbers",
        refusal("x,y,z\n1,a,1\n2,b,2\n", new CsvColumns(X, List.of("y", "z"))));
    assertEquals(
        "line 2, column x: \"1.5\" is not allowed; a finite number is" + TEXT,
        refusal(
            "x;y\n1.5;2\n1,5;2\n",
            new CsvColumns(X, Y, ';', ',', CsvColumns.Missing.ERROR, List.of())));
  }

  @Test
  void whatIsNoTextInUtf8IsToldByWhatItIs() {
    assertEquals("is text in UTF-16 or UTF-32; allowed is UTF-8", decoding("\uFEFFx,y", true));
    assertEquals(
        "line 2, character 1: the byte E4 is no text in UTF-8", decoding("x,y\n\u00E4,1", false));
    assertEquals(
        "is a spreadsheet or an archive; allowed is text, as when a spreadsheet is saved as CSV",
        decoding("PK\u0003\u0004\u00FF", false));
    assertEquals(
        "is a spreadsheet or an archive; allowed is text, as when a spreadsheet is saved as CSV",
        decoding("\u00D0\u00CF\u0011\u00E0\u00A1", false));
  }

  private static String decoding(String text, boolean utf16) {
    byte[] bytes = text.getBytes(utf16 ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
    return assertThrows(DataException.class, () -> TextFile.decode(bytes)).getMessage();
  }

  private static CsvColumns columns(
      List<String> inputs, CsvColumns.Missing missing, String... categorical) {
    return new CsvColumns(inputs, Y, ',', '.', missing, List.of(categorical));
  }

  private static String notANumber(int line, String column, String cell) {
    return "line %d, column %s: \"%s\" is not allowed; a finite number is"
        .formatted(line, column, cell);
  }

  private static String missing(int line, String column, String cell) {
    return "line %d, column %s: \"%s\" is not allowed; a finite number is; missing can be drop or mean"
        .formatted(line, column, cell);
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  private static void refuses(String text, String expected) {
    String refusal = refusal(text, new CsvColumns(X, Y));
    assertEquals(expected, refusal);
    assertTrue(refusal.length() < 300, refusal);
  }

  private static String refusal(String text, CsvColumns columns) {
    return assertThrows(DataException.class, () -> CsvFile.parse(text, columns)).getMessage();
  }
}
