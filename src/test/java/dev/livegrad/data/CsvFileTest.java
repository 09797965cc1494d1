package dev.livegrad.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  @TempDir Path folder;
  Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("points.csv");
  }

  @Test
  void readsTheNamedColumnsInTheNamedOrder() throws IOException {
    Files.writeString(file, "label,x2,other,x1\n1, 0.5,abc,2\n\n-1,1e-3,,\"3\"\n");
    Samples data = CsvFile.read(file, new CsvColumns(List.of("x1", "x2"), List.of("label")));
    assertEquals(List.of("x1", "x2"), data.names());
    assertArrayEquals(new double[][] {{2, 0.5}, {3, 0.001}}, data.inputs());
    assertArrayEquals(new double[][] {{1}, {-1}}, targets(data));
  }

  @Test
  void whatIsNoFiniteNumberIsNamedByRowAndColumn() throws IOException {
    for (String bad :
        List.of("Infinity", "abc", "1e999", "2d", "1f", "0x1p3", "1 2", "1_0", "--1")) {
      Files.writeString(file, "x,y\n1,2\n\n3," + bad + "\n");
      assertEquals(
          file
              + ": line 4, column y: \""
              + bad
              + "\" is not allowed; a finite number is, or text in every row, for classes",
          refusal());
    }
    Files.writeString(file, "x,y,z\n1,2,\"a\nb\"\n1,\"c\nd\",\n");
    assertEquals(
        file
            + ": line 4, column y: \"c\\nd\" is not allowed; a finite number is, or text in every row, for classes",
        refusal());
    Files.writeString(file, "x,y\n0,0\n1," + "9".repeat(5_000_000) + "z\n");
    assertEquals(
        file
            + ": line 3, column y: \""
            + "9".repeat(55)
            + "...\" is not allowed; a finite number is, or text in every row, for classes",
        refusal());
  }

  @Test
  void numbersAreReadAsOtherProgramsWriteThem() throws IOException {
    Files.writeString(file, "x,y\n+1.,-.5\r\n1E3, 2e-2 \r007.50,0\n\t\n");
    Samples data = read();
    assertArrayEquals(new double[][] {{1}, {1000}, {7.5}}, data.inputs());
    assertArrayEquals(new double[][] {{-0.5}, {0.02}, {0}}, targets(data));
  }

  @Test
  void aRowHasAsManyCellsAsTheHeader() throws IOException {
    for (String row : List.of("1", "1,2,3", "0,1,0,2", "1,2,")) {
      Files.writeString(file, "x,y\n1,2\n" + row + "\n");
      assertEquals(
          "%s: line 3: has %s; allowed are 2, as many as the header has"
              .formatted(file, row.equals("1") ? "1 cell" : row.split(",", -1).length + " cells"),
          refusal());
    }
  }

  @Test
  void quotesHoldCommasLineBreaksAndQuotes() throws IOException {
    Files.writeString(file, "\"a \"\"b\"\", c\",\"x\", \"y\" \n\",\n\",\"1\",\" 2\"");
    Samples data = read();
    assertArrayEquals(new double[][] {{1}}, data.inputs());
    assertArrayEquals(new double[][] {{2}}, targets(data));
    Files.writeString(file, "\"a \"\"b\"\", c\",y\n1,2");
    assertEquals(
        file + ": line 1: there is no column \"x\"; allowed are \"a \\\"b\\\", c\", \"y\"",
        refusal());
  }

  @Test
  void aQuoteThatIsWrongIsNamedByItsLine() throws IOException {
    Files.writeString(file, "x,y\n1,2\n\"3,4\n5,6\n");
    assertEquals(file + ": line 3: a quote begins that nothing ends", refusal());
    Files.writeString(file, "x,y\n\"1\"2,3\n");
    assertEquals(
        file
            + ": line 2: \"2,3\" stands behind a closing quote; a delimiter or the line's end is"
            + " allowed there",
        refusal());
  }

  @Test
  void whatNobodyNamesDoesNotMatter() throws IOException {
    Files.writeString(file, "\uFEFF,x,z,y,z,\n0,1,a,2,b,\n1,3,c,4,d,\n");
    Samples data = read();
    assertArrayEquals(new double[][] {{1}, {3}}, data.inputs());
    assertArrayEquals(new double[][] {{2}, {4}}, targets(data));
  }

  @Test
  void aNameIsTheSameInEveryNormalForm() throws IOException {
    Files.writeString(file, "h\u00f6he,y\n1,2\n");
    Samples data = CsvFile.read(file, new CsvColumns(List.of("ho\u0308he"), List.of("y")));
    assertArrayEquals(new double[][] {{1}}, data.inputs());
  }

  @Test
  void aFolderAPipeAndTextInAnotherEncodingAreToldApart() throws Exception {
    Files.createDirectory(file);
    assertEquals(file + ": is a folder; a file is allowed", refusal());
    Files.delete(file);
    Files.write(file, new byte[] {'x', ',', 'y', '\n', (byte) 0xff, ',', '1', '\n'});
    assertEquals(file + ": line 2, character 1: the byte FF is no text in UTF-8", refusal());
    Files.delete(file);
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
    assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", file.toString()).start().waitFor());
    assertEquals(file + ": is a pipe or a device; a file is allowed", refusal());
  }

  @Test
  void aMissingFileColumnOrRowIsNamed() throws IOException {
    assertEquals(file + ": there is no such file", refusal());
    Files.writeString(file, "x,z\n1,2\n");
    assertEquals(file + ": line 1: there is no column \"y\"; allowed are \"x\", \"z\"", refusal());
    Files.writeString(file, "x,y\n");
    assertEquals(file + ": has no rows below its header; allowed is 1 or more", refusal());
    Files.writeString(file, "");
    assertEquals(file + ": is empty; allowed is a header row with rows below it", refusal());
    Files.writeString(file, "x,x,y\n1,2,3\n");
    assertEquals(file + ": line 1: there are two columns \"x\"; one is allowed", refusal());
    Files.writeString(file, "a".repeat(5_000_000) + ",b".repeat(999) + "\n1\n");
    assertTrue(refusal().length() < 500, refusal());
    assertTrue(refusal().endsWith(", \"b\" and 980 more"), refusal());
  }

  private Samples read() {
    return CsvFile.read(file, new CsvColumns(List.of("x"), List.of("y")));
  }

  private static double[][] targets(Samples samples) {
    return ((Samples.Targets.Numbers) samples.targets()).rows();
  }

  private String refusal() {
    return assertThrows(DataException.class, this::read).getMessage();
  }
}
