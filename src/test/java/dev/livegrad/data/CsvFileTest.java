package dev.livegrad.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
    Dataset data = CsvFile.read(file, List.of("x1", "x2"), List.of("label"));
    assertEquals(List.of("x1", "x2"), data.inputNames());
    assertArrayEquals(new double[][] {{2, 0.5}, {3, 0.001}}, data.inputs());
    assertArrayEquals(new double[][] {{1}, {-1}}, data.targets());
  }

  @Test
  void whatIsNoFiniteNumberIsNamedByRowAndColumn() throws IOException {
    for (String bad : List.of("NaN", "Infinity", "abc", "", "1e999")) {
      Files.writeString(file, "x,y\n1,2\n3," + bad + "\n");
      assertEquals(
          file + ": row 2, column y: '" + bad + "' is not allowed; a finite number is", refusal());
    }
    Files.writeString(file, "x,y\n1\n");
    assertEquals(file + ": row 1, column y: '' is not allowed; a finite number is", refusal());
  }

  @Test
  void aMissingFileColumnOrRowIsNamed() throws IOException {
    assertEquals(file + ": there is no such file", refusal());
    Files.writeString(file, "x,z\n1,2\n");
    assertEquals(file + ": there is no column y; allowed are x, z", refusal());
    Files.writeString(file, "x,y\n");
    assertEquals(file + ": has no rows below its header; allowed is 1 or more", refusal());
    Files.writeString(file, "");
    assertEquals(1, refusal().lines().count());
    Files.writeString(file, "x,x,y\n1,2,3\n");
    assertEquals(1, refusal().lines().count());
    Files.write(file, new byte[] {'x', ',', 'y', '\n', (byte) 0xff, ',', '1', '\n'});
    assertEquals(1, refusal().lines().count());
  }

  private String refusal() {
    return assertThrows(DataException.class, () -> CsvFile.read(file, List.of("x"), List.of("y")))
        .getMessage();
  }
}
