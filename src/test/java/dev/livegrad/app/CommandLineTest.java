package dev.livegrad.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void exprPrintsEveryNodeAsJson() throws IOException {
    assertEquals(0, run("expr", "a=2; b=-3; c=10; f=-2; L=(a*b+c)*f", "--json"));
    JsonNode nodes = new ObjectMapper().readTree(out.toString()).get("nodes");
    assertEquals(
        "{\"id\":0,\"name\":\"a\",\"op\":\"\",\"data\":2.0,\"grad\":6.0,\"children\":[]}",
        nodes.get(0).toString());
    JsonNode last = nodes.get(nodes.size() - 1);
    assertEquals("L", last.get("name").asText());
    assertEquals(-8.0, last.get("data").asDouble());
    assertEquals(1.0, last.get("grad").asDouble());
  }

  @Test
  void exprPrintsATableForPeople() {
    assertEquals(0, run("expr", "x=3; y=3*x**2-4*x+5"));
    assertTrue(out.toString().lines().anyMatch(line -> line.matches(" +0  x .* 3\\.0 .* 14\\.0")));
  }

  @Test
  void exprPrintsTheTapeOfANeuron() {
    String neuron = "x1=2; w1=-3; x2=0; w2=1; b=6.88; o=tanh(x1*w1+x2*w2+b)";
    assertEquals(0, run("expr", "--tape", "--inputs", "x1,x2", neuron));
    assertEquals(
        List.of(
            "10 nodes became 2 instructions",
            "forward, for all samples at once",
            "  r0         =  x1 of each sample",
            "  r1         =  x2 of each sample",
            "  r2         =  b + w1 * r0 + w2 * r1",
            "  r2         =  tanh(r2)",
            "backward, r' for the gradient of row r",
            "  r2'        =  1",
            "  r2'        =  d(tanh(r2))/dr2 * r2'",
            "  w1.grad    += the samples' sum of r2' * r0",
            "  w2.grad    += the samples' sum of r2' * r1",
            "  b.grad     += the samples' sum of r2'"),
        out.toString().lines().toList());
  }

  @Test
  void exprPrintsEveryOperationOfTheTape() {
    String everything = "a=2; b=3; c=-(a*b/a-b)**3+exp(a)*log(b)+tanh(a)*relu(b)*sigmoid(a)+4";
    assertEquals(0, run("expr", "--tape", everything));
    for (String operation : List.of("*", "/", "-", "**", "+")) {
      assertTrue(out.toString().contains(" " + operation + " "), operation);
    }
    for (String function : List.of("neg", "exp", "log", "tanh", "relu", "sigmoid")) {
      assertTrue(out.toString().contains(" " + function + "("), function);
    }
    assertTrue(out.toString().contains("+= d("), "a gradient that flows on two ways");
  }

  @Test
  void exprRefusesAnInputThatNoNumberIsCalled() {
    assertEquals(2, run("expr", "--tape", "--inputs", "q", "a=2; b=-3; c=a*b"));
    assertEquals("--inputs: q is not allowed; one of a, b is, once", err.toString().strip());
  }

  @Test
  void trainWritesARowForEveryStepAndReadsBackToTheSameDoubles() throws IOException {
    assertEquals(0, run("train", "configs/four-points.yaml", "--out", folder.toString()));
    List<String> steps = Files.readAllLines(folder.resolve("steps.csv"));
    assertEquals("step,loss,accuracy,learningRate", steps.getFirst());
    assertEquals(101, steps.size());
    assertTrue(steps.get(1).startsWith("0,5.2305"));
    assertTrue(steps.get(1).endsWith(",0.5,0.1"));
    List<String> parameters = Files.readAllLines(folder.resolve("parameters.csv"));
    assertEquals("name,value", parameters.getFirst());
    assertEquals(42, parameters.size());
    assertTrue(parameters.get(1).startsWith("layer1.neuron1.w0,"));
    assertEquals(5, Files.readAllLines(folder.resolve("predictions.csv")).size());
    assertEquals(
        List.of("step,kind,severity,where,text"),
        Files.readAllLines(folder.resolve("findings.csv")));
    assertTrue(err.toString().contains("100 steps done"));
  }

  @Test
  void stepsOnTheCommandLineReplaceTheSpecs() throws IOException {
    assertEquals(
        0, run("train", "configs/four-points.yaml", "--steps", "7", "--out", folder.toString()));
    assertEquals(8, Files.readAllLines(folder.resolve("steps.csv")).size());
  }

  @Test
  void aRunThatDivergesExitsWithOneAfterWritingEverything() throws IOException {
    Path spec = spec("layers: [2, 1], hidden: linear, output: linear", "learningRate: 100");
    assertEquals(1, run("train", spec.toString(), "--out", folder.toString()));
    List<String> steps = Files.readAllLines(folder.resolve("steps.csv"));
    assertTrue(steps.getLast().contains("Infinity") || steps.getLast().contains("NaN"));
    List<String> findings = Files.readAllLines(folder.resolve("findings.csv"));
    assertTrue(findings.getLast().contains(",diverged,problem,layer"), findings.getLast());
    assertEquals(8, Files.readAllLines(folder.resolve("parameters.csv")).size());
  }

  @Test
  void theTableOfARunThatExplodesWritesLargeNumbersWithAnExponent() throws IOException {
    Path spec = spec("layers: [1], hidden: linear, output: linear", "learningRate: 1e6");
    assertEquals(0, run("train", spec.toString(), "--steps", "3"));
    assertTrue(
        out.toString().matches("(?s).*loss \\d\\.\\d{6}e\\+.*prediction [+-]\\d\\.\\d{4}e\\+.*"),
        out.toString());
  }

  @Test
  void withoutAFolderTrainPrintsTheTutorialsTable() {
    assertEquals(0, run("train", "configs/four-points.yaml"));
    assertTrue(out.toString().contains("step 0   loss 5.230518"));
    assertTrue(out.toString().contains("step 99   loss 0.004950"));
  }

  @Test
  void whatIsWrongInASpecIsOneLineWithFileAndField() throws IOException {
    assertRefused("no-such.yaml: there is no such file", "train", "no-such.yaml");
    Path spec = spec("layers: [2, 0]", "learningRate: 0.1");
    assertRefused(
        spec + ": model.layers[1]: 0 is not allowed; a whole number from 1 to 4096 is",
        "train",
        spec.toString());
    Files.writeString(folder.resolve("data.csv"), "a,b\n1,2\nNaN,3\n");
    Path csv = folder.resolve("csv.yaml");
    Files.writeString(
        csv,
        """
        name: csv
        data: {csv: {file: data.csv, inputs: [a], targets: [b]}}
        model: {layers: [1]}
        optimizer: {learningRate: 1e-3}
        """);
    assertRefused(
        csv
            + ": data.csv: "
            + folder.toAbsolutePath().resolve("data.csv")
            + ": line 3, column a: \"NaN\" is not allowed; a finite number is; missing can be drop or mean",
        "train",
        csv.toString());
    Path uploaded = folder.resolve("uploaded.yaml");
    Files.writeString(
        uploaded,
        """
        name: uploaded
        data: {dataset: "%s", inputs: [a], targets: [b]}
        model: {layers: [1]}
        optimizer: {learningRate: 0.1}
        """
            .formatted("0".repeat(64)));
    assertRefused(
        uploaded
            + ": data.dataset: is not allowed in a file, as only a server has what was uploaded to it; inline, csv and generator are, and spec.yaml of a run has the table in it",
        "train",
        uploaded.toString());
  }

  @Test
  void aSpecWithoutAnEndNeedsSteps() throws IOException {
    Path spec = spec("layers: [2, 1]", "learningRate: 0.01");
    Files.writeString(spec, Files.readString(spec).replace("training: {steps: 500}", ""));
    assertRefused(
        spec + ": training.steps: is missing; give it there, or as --steps N",
        "train",
        spec.toString());
    assertEquals(0, run("train", spec.toString(), "--steps", "3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [1, 2",
        "a: 1\na: 2",
        "- 1\n- 2",
        "",
        "just text",
        "a: &a [x]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c]",
        "data: &d\n  inline: *d\nname: x\nmodel: *d\noptimizer: *d",
        "a: !!java.lang.Runtime {}",
        "name: \u0000",
        "&n\n<<: *n",
        "training: &t {<<: *t, steps: 5}",
        "name: &n [[*n]]",
        "model: {layers: &l [3, [*l]]}",
        "a: &a [x]\na: &a [*a]",
        "<<: 1",
        "? [a]\n: b",
        "a: 1\n---\na: 2",
        "%YAML 3.0\n---\na: 1",
        "a: !!binary aGVsbG8=",
        "!!set {a, b}",
        "a:\n\t- b",
        "a: 'b",
        "a: b: c",
        "name: \"a\\nb\"",
        "\"a\\nb\": c",
      })
  void yamlThatIsNoSpecIsRefusedInOneLine(String yaml) throws IOException {
    Path spec = folder.resolve("bad.yaml");
    Files.writeString(spec, yaml);
    assertRefusedSomehow(spec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": 1, \"name\": 2}",
        "{\"name\":",
        "[]",
        "{} {}",
        "NaN",
        "{'a': 1}",
        "{\"a\": 1,}",
        "// a\n{}"
      })
  void jsonThatIsNoSpecIsRefusedInOneLine(String json) throws IOException {
    Path spec = folder.resolve("bad.json");
    Files.writeString(spec, json);
    assertRefusedSomehow(spec);
  }

  @Test
  void jsonNestedAThousandDeepIsRefused() throws IOException {
    Path spec = folder.resolve("deep.json");
    Files.writeString(spec, "[".repeat(100_000) + "]".repeat(100_000));
    assertRefusedSomehow(spec);
    Path yaml = folder.resolve("deep.yaml");
    Files.writeString(yaml, "[".repeat(100_000) + "]".repeat(100_000));
    assertRefusedSomehow(yaml);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train                     | SPEC: is missing",
        "train a b                 | \"b\" is one word too many",
        "train a --steps           | --steps: N is missing behind it",
        "train a --steps 1e3       | --steps: \"1e3\" is not allowed; a whole number is",
        "train a --steps 1 --steps 2 | --steps: stands there twice; once is allowed",
        "train a --stepz 1         | \"--stepz\" is no option; allowed are --steps, --out, --journal, --help, --version",
        "serve --port x            | --port: \"x\" is not allowed; a whole number is",
        "bench --seconds x         | --seconds: \"x\" is not allowed; a number is",
        "expr 1 --json=x           | --json: \"x\" is not allowed; no value is",
        "fly                       | \"fly\" is no command; allowed are serve, train, runs, expr, bench",
      })
  void aCommandLineThatCantBeReadIsToldInOneLine(String line, String message) {
    String[] args = line.split(" ");
    String command = args[0].equals("fly") ? "livegrad" : "livegrad " + args[0];
    assertRefused(message + "; see " + command + " --help", args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyPathIsNotTheWorkingFolder(String path) {
    String shown = ": \"%s\" is not allowed; a path is; see livegrad ".formatted(path);
    String folder = "--data: \"%s\" is not allowed; a folder's path, or none, is".formatted(path);
    assertRefused(folder, "serve", "--data", path);
    assertRefused(folder, "runs", "--data", path);
    assertRefused(folder, "runs", "delete", "a", "--data", path);
    assertRefused("--settings" + shown + "serve --help", "serve", "--settings", path);
    assertRefused("SPEC" + shown + "train --help", "train", path);
    assertRefused("--out" + shown + "train --help", "train", "a", "--out", path);
  }

  @Test
  void aLineBreakInWhatWasTypedBreaksNoMessage() {
    assertRefused("a?b: there is no such file", "train", "a\nb");
    assertEquals(2, run("fly\nhigh"));
    assertTrue(err.toString().startsWith("a?b: there is no such file\n\"fly\\nhigh\" is no"));
  }

  @Test
  void serveIsTheDefaultCommand() {
    assertEquals(List.of("serve"), List.of(Main.withCommand(new String[] {})));
    assertEquals(
        List.of("serve", "--port", "0"), List.of(Main.withCommand(new String[] {"--port", "0"})));
    assertEquals(List.of("--help"), List.of(Main.withCommand(new String[] {"--help"})));
    assertEquals(List.of("train", "x"), List.of(Main.withCommand(new String[] {"train", "x"})));
  }

  private Path spec(String model, String optimizer) throws IOException {
    Path spec = folder.resolve("spec.yaml");
    Files.writeString(
        spec,
        """
        name: test
        data: {inline: {inputs: [[1.0], [2.0]], targets: [3.0, -1.0]}}
        model: {%s}
        optimizer: {%s}
        training: {steps: 500}
        """
            .formatted(model, optimizer));
    return spec;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: &n [[*n]]  | line 1, column 12: *n stands within what it stands for; elsewhere it is allowed",
        "name: *n         | line 1, column 7: *n is not allowed; there is no &n before it",
        "{name: 1, name: 2} | line 1, column 11: \"name: 2}\" stands here twice; once is allowed",
        "name: [1, 2      | line 1, column 12: the text ends, and a bracket, a brace or a quote is still open",
        "name: @x         | line 1, column 7: \"@x\" is not allowed here, as YAML goes",
        "name: !!int 5    | line 1, column 7: the tag \"tag:yaml.org,2002:int\" is not allowed; values without one are",
      })
  void whatIsWrongInYamlIsToldByLineAndColumn(String yaml, String message) throws IOException {
    Path spec = folder.resolve("bad.yaml");
    Files.writeString(spec, yaml);
    assertRefused(spec + ": " + message, "train", spec.toString());
  }

  @Test
  void aliasesMayStandForAsMuchAsAFileMayHold() throws IOException {
    Path spec = spec("layers: [2, 1]", "learningRate: 0.01");
    String row = "&row [1.0]" + ", *row".repeat(99);
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("[[1.0], [2.0]]", "[" + row + "]")
            .replace("[3.0, -1.0]", "[" + "1, ".repeat(100) + "]")
            .replace("{steps: 500}", "{<<: {steps: 7}}"));
    assertEquals(0, run("train", spec.toString()), err.toString());
    assertTrue(err.toString().contains("7 steps done"), err.toString());
    String tens =
        IntStream.range(1, 9)
            .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)))
            .collect(Collectors.joining());
    Files.writeString(spec, "a0: &a0 [x]\n" + tens);
    assertRefused(
        spec
            + ": line 8, column 22: with what its aliases stand for, it has more than 10000000"
            + " values; no more are allowed",
        "train",
        spec.toString());
    String chain =
        IntStream.range(1, 10_000)
            .mapToObj(i -> "a%d: &a%d [*a%d]\n".formatted(i, i, i - 1))
            .collect(Collectors.joining());
    Files.writeString(spec, "a0: &a0 [x]\n" + chain);
    assertRefused(
        spec + ": line 16, column 12: nests deeper than the 16 levels that are allowed",
        "train",
        spec.toString());
  }

  @Test
  void aByteOrderMarkDoesNotMatter() throws IOException {
    Path yaml = spec("layers: [2, 1]", "learningRate: 0.01");
    Files.writeString(yaml, "\uFEFF" + Files.readString(yaml));
    assertEquals(0, run("train", yaml.toString(), "--steps", "1"));
    Path json = folder.resolve("spec.json");
    Files.writeString(
        json,
        """
        \uFEFF{"name": "a", "data": {"inline": {"inputs": [[1]], "targets": [1]}},
        "model": {"layers": [1]}, "optimizer": {"learningRate": 0.1}, "training": {"steps": 1}}
        """);
    assertEquals(0, run("train", json.toString()), err.toString());
  }

  @Test
  void anOutputThatCantBeWrittenIsToldBeforeTheTraining() throws IOException {
    String spec = "configs/four-points.yaml";
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(
        "--out: " + file + " is no folder; a folder, or a name for one, is allowed",
        "train",
        spec,
        "--out",
        file.toString());
    Path taken = Files.createDirectories(folder.resolve("out/findings.csv"));
    assertRefused(
        "--out: " + taken + " can't be written; a folder in which it can be is allowed",
        "train",
        spec,
        "--out",
        taken.getParent().toString());
  }

  @Test
  void anExpressionMayBeginWithAMinus() throws IOException {
    for (String expression : List.of("-2**2", "--2-6", "-(2+2)", "-relu(4)")) {
      out.getBuffer().setLength(0);
      assertEquals(0, run("expr", "--json", expression), err.toString());
      JsonNode nodes = new ObjectMapper().readTree(out.toString()).get("nodes");
      assertEquals(-4, nodes.get(nodes.size() - 1).get("data").asDouble(), expression);
    }
  }

  private void assertRefusedSomehow(Path spec) {
    err.getBuffer().setLength(0);
    assertEquals(2, run("train", spec.toString()));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().startsWith(spec + ": "), err.toString());
    assertEquals("", out.toString());
  }

  private void assertRefused(String message, String... args) {
    err.getBuffer().setLength(0);
    assertEquals(2, run(args));
    assertEquals(message + System.lineSeparator(), err.toString());
  }

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
