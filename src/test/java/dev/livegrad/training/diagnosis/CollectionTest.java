package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.RunSpec;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Runs, sick and well, and what the diagnosis should say of them: {@code collection.yaml}. */
class CollectionTest {

  /** One of the runs, and what should be said of it. */
  record Case(String name, boolean well, Map<String, ?> tree) {
    RunSetup setup() {
      Map<String, Object> training = new HashMap<>();
      training.put("steps", tree.get("steps"));
      if (tree.get("batch") != null) {
        training.put("batch", tree.get("batch"));
      }
      Map<String, Object> spec = new HashMap<>();
      spec.put("name", name);
      spec.put("seed", tree.get("seed"));
      spec.put("data", tree.get("data"));
      spec.put("model", tree.get("model"));
      spec.put("loss", tree.get("loss") == null ? Map.of() : tree.get("loss"));
      spec.put("optimizer", Map.of("learningRate", tree.get("rate")));
      spec.put("training", training);
      return RunSetup.load(RunSpec.parse(spec), Path.of(""));
    }

    /** Kinds that have to be found, and how severe; null for either. */
    @SuppressWarnings("unchecked")
    Map<String, String> must() {
      return well ? Map.of() : (Map<String, String>) tree.get("must");
    }

    /** Kinds that may be noted besides. */
    @SuppressWarnings("unchecked")
    List<String> may() {
      return tree.get("may") == null ? List.of() : (List<String>) tree.get("may");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatIsSoAndNothingElse(Case it) {
    assertEquals(List.of(), complaints(it, findings(it)));
  }

  static Stream<Case> cases() throws Exception {
    try (InputStream in = CollectionTest.class.getResourceAsStream("collection.yaml")) {
      Map<?, ?> root =
          (Map<?, ?>)
              new Load(LoadSettings.builder().setMaxAliasesForCollections(1000).build())
                  .loadFromInputStream(Objects.requireNonNull(in));
      return Stream.concat(group(root, "well"), group(root, "sick"));
    }
  }

  @SuppressWarnings("unchecked")
  private static Stream<Case> group(Map<?, ?> root, String name) {
    return ((Map<String, Map<String, ?>>) root.get(name))
        .entrySet().stream()
            .map(entry -> new Case(entry.getKey(), name.equals("well"), entry.getValue()));
  }

  private static List<Finding> findings(Case it) {
    RunSetup setup = it.setup();
    TrainingRun run = new TrainingRun(setup, setup.spec().seed());
    Diagnosis diagnosis = new Diagnosis(run);
    while (run.stepsDone() < setup.spec().training().steps() && run.divergence() == null) {
      diagnosis.afterStepAndLook(run.step());
    }
    diagnosis.finishAndLook();
    return diagnosis.findings();
  }

  private static List<String> complaints(Case expected, List<Finding> findings) {
    List<String> complaints = new ArrayList<>();
    Map<String, String> must = expected.must();
    must.forEach((kind, severity) -> {
      boolean found =
          findings.stream()
              .anyMatch(it ->
                  it.kind().word().equals(kind)
                      && (severity == null || it.severity().word().equals(severity))
                      && (expected.tree.get("where") == null
                          || it.where().equals(expected.tree.get("where")))
                      && (expected.tree.get("since") == null
                          || it.step() == (Integer) expected.tree.get("since")));
      if (!found) {
        complaints.add("missing: " + kind + " " + severity + " in " + findings);
      }
    });
    for (Finding it : findings) {
      boolean allowed =
          must.containsKey(it.kind().word())
              || (expected.may().contains(it.kind().word()) && !it.isProblem());
      if (!allowed) {
        complaints.add("unexpected: " + it);
      }
    }
    return complaints;
  }

  /** Prints how many runs each kind was expected in and found in, then every run with its own. */
  public static void main(String[] args) throws Exception {
    Map<String, int[]> table = new TreeMap<>();
    StringBuilder runs = new StringBuilder();
    for (Case it : cases().toList()) {
      List<Finding> findings = findings(it);
      for (Finding.Kind kind : Finding.Kind.values()) {
        boolean found = findings.stream().anyMatch(f -> f.kind() == kind && f.isProblem());
        boolean noted = findings.stream().anyMatch(f -> f.kind() == kind && !f.isProblem());
        boolean expected = it.must().containsKey(kind.word());
        int column = expected ? found ? 0 : noted ? 1 : 2 : found ? 3 : noted ? 4 : 5;
        table.computeIfAbsent(kind.word(), _ -> new int[6])[column]++;
      }
      runs.append("%s%n".formatted(it.name));
      findings.forEach(f ->
          runs.append(
              "    %d %s %s %s: %s%n"
                  .formatted(f.step(), f.kind().word(), f.severity().word(), f.where(), f.text())));
    }
    System.out.println(
        "kind         expected: problem note missed   not expected: problem note silent");
    table.forEach((kind, n) ->
        System.out.printf(
            "%-12s %17d %4d %6d %23d %4d %6d%n", kind, n[0], n[1], n[2], n[3], n[4], n[5]));
    System.out.print(runs);
  }
}
