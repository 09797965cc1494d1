package dev.livegrad.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Faulty tables by the way that a user's takes: uploaded, then named in a spec with the delimiter
 * and the decimal mark that the upload told, to learn {@code y} from {@code x}.
 */
final class FaultyTablesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NUMBER = "a finite number is; text needs the column in categorical";
  private static final String TARGET = "a finite number is, or text in every row, for classes";
  private static final String MISSING = "a finite number is; missing can be drop or mean";
  private static final String UTF = "the table: is text in UTF-16 or UTF-32; allowed is UTF-8";
  private static final String PACKED =
      "the table: is a spreadsheet or an archive; allowed is text, as when a spreadsheet is saved as CSV";
  private static final String OTHER =
      "the table: line 1: begins as JSON, HTML or XML do; allowed is a header row with rows below it";
  private static final HttpClient http = HttpClient.newHttpClient();
  private static TestServer server;

  /** What differs from the sentences that were expected. */
  private final List<String> wrong = new ArrayList<>();

  private int kinds;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @Test
  void whatIsNoTableOfTextIsToldByWhatItIs() throws Exception {
    refused("the table: is empty; allowed is a header row with rows below it", "");
    refused("the table: is empty; allowed is a header row with rows below it", "\uFEFF\n \n");
    refused("the table: has no rows below its header; allowed is 1 or more", "x,y\n");
    refused(UTF, encoded("x,y\n1,2\n", UTF_16));
    refused(UTF, encoded("x,y\n1,2\n", UTF_16LE));
    refused(UTF, encoded("x,y\n1,2\n", UTF_16BE));
    refused(UTF, encoded("x,y\n1,2\n", Charset.forName("UTF-32LE")));
    refused(
        "the table: line 2, character 5: the byte F6 is no text in UTF-8",
        encoded("x,y\n1,größe\n", ISO_8859_1));
    refused(
        "the table: line 3, character 3: the byte 80 is no text in UTF-8",
        encoded("x,y\r1,2\r5 €,2\r", Charset.forName("windows-1252")));
    refused(PACKED, encoded("PK\u0003\u0004\u0014[Content_Types].xml\u00FF", ISO_8859_1));
    refused(PACKED, encoded("PK\u0003\u0004mimetypeapplication/vnd.oasis\u00FF", ISO_8859_1));
    refused(PACKED, encoded("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1", ISO_8859_1));
    refused("the table: is a PDF; allowed is text", "%PDF-1.4\n1 0 obj\n");
    refused(
        "the table: line 1, character 2: the byte 8B is no text in UTF-8",
        encoded("\u001F\u008B\b", ISO_8859_1));
    refused("the table: line 3, character 2: the byte 00 is no text", "x,y\n1,2\n3\0,3\n");
    refused("the table: line 3, character 1: the byte 00 is no text", "x,y\n1,2\n\0\0\0\0");
    refused(OTHER, "[{\"x\": 1, \"y\": 2}]\n");
    refused(OTHER, "<!DOCTYPE html>\n<html><body>x,y</body></html>\n");
    refused("the body has more than 8 MiB", "x,y\n" + "1,2\n".repeat(2 << 20));
    allAsExpected(19);
  }

  @Test
  void whatIsWrongWithRowsAndColumnsIsToldByItsLine() throws Exception {
    refused(
        "the table: line 2: has 1 cell; allowed are 2, as many as the header has", "x,y\n1;2\n");
    refused(
        "the table: line 3: has 1 cell; allowed are 2, as many as the header has", "x,y\n1,2\n3\n");
    refused(
        "the table: line 3: has 3 cells; allowed are 2, as many as the header has",
        "x,y\n1,2\n3,4,5\n");
    refused(
        "the table: line 2: has 3 cells; allowed are 2, as many as the header has",
        "x,y\n1,2,\n2,3,\n");
    refused(
        "the table: line 2: has 2 cells; allowed are 3, as many as the header has",
        "x,y,\n1,2\n2,3\n");
    refused(
        "the table: line 2: has 3 cells; allowed are 2, as many as the header has", "x,y\n1,5,2\n");
    refused(
        "the table: line 3: has 2 cells; allowed is 1, as many as the header has",
        "Sales of 2026\n\nx,y\n1,2\n");
    refused(
        "the table: line 3: has 1 cell; allowed are 2, as many as the header has",
        "x,y\n1,2\n# a remark\n");
    refused(
        "the table: line 2: has 1 cell; allowed are 2, as many as the header has",
        "x,y\n\"1,2\"\n");
    refused("the table: line 3: a quote begins that nothing ends", "x,y\n1,2\n\"3,4\n5,6\n");
    refused(
        "the table: line 3: \"4,5\" stands behind a closing quote; a delimiter or the line's end is allowed there",
        "x,y\n1,2\n\"3\"4,5\n");
    refused(
        "the table: line 1: has 1000000 columns; allowed are 10000",
        "c,".repeat(999_999) + "c\n1\n");
    refused(
        "the table: has more than the 100000 rows that are allowed",
        "x,y\n" + "1,2\n".repeat(100_001));
    refused(
        "data.dataset: line 1: there is no column \"x\"; allowed are \"X\", \"Y\"", "X,Y\n1,2\n");
    refused(
        "data.dataset: line 2: there is no column \"x\"; allowed are \"x\\ny\", \"y\"",
        "\n\"x\ny\",y\n1,2\n");
    refused(
        "data.dataset: line 1: there is no column \"x\"; allowed are \"x;y\", \"z\"",
        "x;y,z\n1;2,3\n");
    refused(
        "data.dataset: line 1: there is no column \"x\"; allowed are \"x y\" (is a blank the delimiter?)",
        "x y\n1 2\n");
    refused(
        "data.dataset: line 1: there is no column \"x\"; allowed are \"5.1\", \"3.5\"",
        "5.1,3.5\n4.9,3.0\n");
    refused("data.dataset: line 1: there are two columns \"x\"; one is allowed", "x,x,y\n1,2,3\n");
    allAsExpected(19);
  }

  @Test
  void aCellThatIsNoNumberIsToldByLineAndColumn() throws Exception {
    for (String cell :
        List.of(
            "1 000",
            "1\u00A0000",
            "1'000",
            "1_000",
            "1.000.000",
            "2026-11-28",
            "28.11.2026",
            "11/28/2026",
            "12:30",
            "50%",
            "$5",
            "5 €",
            "5 kg",
            "1/2",
            "(5)",
            "\u22121",
            "\u0663",
            "0x1F",
            "1d",
            "1e999",
            "inf",
            "-Infinity",
            "TRUE",
            "=A1",
            "#DIV/0!",
            "-",
            "x")) {
      refused(
          "data.dataset: line 3, column x: \"%s\" is not allowed; %s".formatted(cell, NUMBER),
          "x,y\n1,2\n%s,3\n".formatted(cell));
    }
    for (String cell : List.of("", "NA", "NaN", "?", "null")) {
      refused(
          "data.dataset: line 3, column x: \"%s\" is not allowed; %s".formatted(cell, MISSING),
          "x,y\n1,2\n%s,3\n".formatted(cell));
    }
    refused(
        "data.dataset: line 2, column x: \"1,000\" is not allowed; " + NUMBER,
        "x,y\n\"1,000\",2\n\"2,000\",3\n");
    refused(
        "data.dataset: line 2, column x: \"1.000,5\" is not allowed; " + NUMBER,
        "x;y\n1.000,5;2\n1.500,5;3\n");
    refused(
        "data.dataset: line 2, column x: \"1,5\" is not allowed; " + NUMBER, "x;y\n1,5;2\n2.5;3\n");
    refused(
        "data.dataset: line 2002, column x: \"2.5\" is not allowed; " + NUMBER,
        "x;y\n" + "1,5;2\n".repeat(2_000) + "2.5;3\n");
    refused(
        "data.dataset: line 50002, column x: \"abc\" is not allowed; " + NUMBER,
        "x,y\n" + "1,2\n".repeat(50_000) + "abc,2\n");
    refused(
        "data.dataset: line 3, column x: \"%s...\" is not allowed; %s"
            .formatted("9".repeat(55), NUMBER),
        "x,y\n1,2\n" + "9".repeat(200_000) + ",2\n");
    refused(
        "data.dataset: line 3, column y: \"b\" is not allowed; " + TARGET, "x,y\r1,2\r2,b\r3,4\r");
    allAsExpected(39);
  }

  @Test
  void whatCannotBeLearnedOrPreparedIsToldByItsColumn() throws Exception {
    Map<String, Object> drop = Map.of("missing", "drop");
    Map<String, Object> standardize = Map.of("standardize", true);
    String names =
        IntStream.range(0, 1_001).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    refused(
        "data.dataset: column y: \"a\" is the only class; allowed are two or more",
        "x,y\n1,a\n2,a\n");
    refused(
        "data.dataset: column y: has 300 different texts; allowed are 100 categories",
        lines(300, i -> "1,n" + i));
    refused(
        "data.dataset: column x: has 300 different texts; allowed are 100 categories",
        lines(300, i -> "n" + i + ",1"),
        Map.of("categorical", List.of("x")));
    refused("data.dataset: column x: every value is missing", "x,y\n,1\n,2\n", drop);
    refused("data.dataset: column y: every value is missing", "x,y\n1,\n2,\n", drop);
    refused(
        "data.dataset: column x: every value is missing",
        "x,y\n,1\n,2\n",
        Map.of("missing", "mean"));
    refused(
        "data.dataset: each row lacks a value in one of the named columns",
        "x,z,y\n1,,2\n,1,3\n",
        Map.of("missing", "drop", "inputs", List.of("x", "z")));
    refused(
        "data.standardize: x is 1.0 in every sample that is trained on, so that it has no deviation; leave it out or don't standardize",
        "x,y\n1,1\n1,2\n",
        standardize);
    refused(
        "data.standardize: x has numbers too great or too small for a deviation; leave it out or don't standardize",
        "x,y\n1e308,2\n-1e308,3\n",
        standardize);
    refused(
        "data.split: there is one sample; two or more can be split",
        "x,y\n1,2\n",
        Map.of("split", Map.of("test", 0.3)));
    refused(
        "data.dataset: inputs has 1001 columns, each category counted; allowed are 1 to 1000",
        names + ",y\n" + "1,".repeat(1_001) + "2\n",
        Map.of("inputs", List.of(names.split(","))));
    allAsExpected(11);
  }

  @Test
  void whatOnlyLooksFaultyIsReadAsItIsMeant() throws Exception {
    for (String table :
        List.of(
            "x,y\n1.5,2\n2.5,3\n",
            "\uFEFFx;y\r\n1,5;2\r\n2,5;3\r\n",
            "sep=;\nx;y\n1,5;2\n2,5;3\n",
            "x\ty\r1.5\t2\r2.5\t3\r",
            "x,y\n\"1,5\",\"2\"\n\"2,5\",\"3\"\n",
            "\nx,y,\n\n1.5,2,\n \n2.5,3,\n",
            " x , y ,z,z\n 1.5 ,2,5,6\n+2.5,3e0,7,8")) {
      assertEquals("[[1.5],[2.5]] [2.0,3.0]", answer(table.getBytes(UTF_8), Map.of()), table);
    }
  }

  private void allAsExpected(int count) {
    assertEquals(List.of(), wrong);
    assertEquals(count, kinds);
  }

  private void refused(String expected, String table) throws Exception {
    refused(expected, table, Map.of());
  }

  private void refused(String expected, String table, Map<String, Object> how) throws Exception {
    refused(expected, table.getBytes(UTF_8), how);
  }

  private void refused(String expected, byte[] table) throws Exception {
    refused(expected, table, Map.of());
  }

  private void refused(String expected, byte[] table, Map<String, Object> how) throws Exception {
    kinds++;
    String answer = answer(table, how);
    if (!answer.equals(expected)) {
      wrong.add("expected: %s, but was: %s".formatted(expected, answer));
    }
    assertTrue(answer.length() < 300, answer);
  }

  /** What a user is told, or the points that are seen. */
  private static String answer(byte[] table, Map<String, Object> how) throws Exception {
    JsonNode kept = post("/api/datasets", "text/csv", table);
    if (kept.has("error")) {
      return kept.get("error").textValue();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("dataset", kept.get("id").textValue());
    data.put("inputs", List.of("x"));
    data.put("targets", List.of("y"));
    data.put("delimiter", kept.get("delimiter").textValue());
    data.put("decimal", kept.get("decimal").textValue());
    data.putAll(how);
    Map<String, Object> spec =
        Map.of(
            "name",
            "faulty",
            "data",
            data,
            "model",
            Map.of("layers", List.of(1)),
            "optimizer",
            Map.of("learningRate", 0.1));
    JsonNode preview = post("/api/specs/preview", "application/json", JSON.writeValueAsBytes(spec));
    return preview.has("error")
        ? preview.get("error").textValue()
        : preview.at("/points/inputs") + " " + preview.at("/points/targets");
  }

  private static JsonNode post(String path, String type, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static byte[] encoded(String text, Charset charset) {
    return text.getBytes(charset);
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "x,y\n", ""));
  }
}
