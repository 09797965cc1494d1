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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
            + ": row 2, column a: 'NaN' is not allowed; a finite number is",
        "train",
        csv.toString());
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
      })
  void yamlThatIsNoSpecIsRefusedInOneLine(String yaml) throws IOException {
    Path spec = folder.resolve("bad.yaml");
    Files.writeString(spec, yaml);
    assertRefusedSomehow(spec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"name\": 1, \"name\": 2}", "{\"name\":", "[]", "{} {}", "NaN", "{'a': 1}"})
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

  @Test
  void whatPicocliCantReadIsOneLineToo() {
    assertEquals(2, run("train"));
    assertEquals(1, err.toString().lines().count());
    assertEquals(2, run("train", "x.yaml", "--steps", "many"));
    assertEquals(2, err.toString().lines().count());
    assertEquals(2, run("fly"));
    assertEquals(3, err.toString().lines().count());
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
