package dev.livegrad.build;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps imports in one direction: each package imports what its row names, no more, no less. */
class PackageTableTest {
  private static final String PROJECT = "dev.livegrad.";

  /** Whatever lies below one of these is named as it stands here; the JDK needs no naming. */
  private static final Set<String> LIBRARIES =
      Set.of(
          "com.fasterxml.jackson",
          "io.netty",
          "io.vertx",
          "org.apache.commons.csv",
          "org.apache.commons.rng",
          "org.eclipse.elk",
          "org.eclipse.emf",
          "org.snakeyaml",
          "org.sqlite",
          "picocli");

  /** Packages below {@code dev.livegrad} from the bottom up, and what each imports. */
  private static final String TABLE =
"""
data:               org.apache.commons.rng
data.generator:     data
engine:
engine.tape:        engine
nn:                 engine
expression:         engine
data.preprocessing: data expression
training.spec:      data data.generator data.preprocessing nn
training.optimizer: training.spec
training:           data data.generator data.preprocessing engine engine.tape nn training.optimizer training.spec
training.inspect:   data engine.tape training training.spec
training.diagnosis: data engine.tape nn training training.optimizer training.spec
yaml:               data org.snakeyaml training.spec
graph:              data engine org.eclipse.elk org.eclipse.emf training training.optimizer training.spec
run:                data graph nn training training.diagnosis training.inspect training.optimizer training.spec
protocol:           com.fasterxml.jackson data run training.diagnosis training.inspect training.spec
export:             data nn org.apache.commons.csv protocol run training training.diagnosis training.inspect training.spec yaml
server.http:        data data.preprocessing export expression graph io.netty io.vertx protocol run training training.inspect training.spec yaml
server.ws:          data io.netty io.vertx protocol run server.http
server:             io.vertx protocol run server.http server.ws training training.spec
store:              data org.sqlite protocol run training training.diagnosis training.spec
app:                com.fasterxml.jackson data engine engine.tape export expression io.vertx picocli protocol run server store training training.diagnosis training.inspect training.spec yaml
""";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.livegrad");

  @Test
  void eachPackageImportsWhatItsRowNamesNoMoreNoLess() {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> of = imports.computeIfAbsent(rowName(type), _ -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String imported = rowName(target);
        if (!imported.isEmpty() && !imported.equals(rowName(type))) {
          of.add(imported);
        }
      }
    }
    imports.remove("");
    assertEquals(lines(table()), lines(imports));
  }

  @Test
  void noPackagesImportEachOtherInACycle() {
    slices().matching(PROJECT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** What a class's package is called in the table; empty for the JDK and for what all may use. */
  private static String rowName(JavaClass type) {
    String name = type.getPackageName();
    if (name.startsWith(PROJECT)) {
      return name.substring(PROJECT.length());
    }
    boolean known =
        type.isPrimitive()
            || name.equals("dev.livegrad")
            || name.startsWith("java.")
            || name.startsWith("jdk.")
            || name.equals("org.jspecify.annotations");
    return known ? "" : LIBRARIES.stream().filter(name::startsWith).findFirst().orElse(name);
  }

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> table = new TreeMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] row = line.split(":");
      String imports = row.length == 1 ? "" : row[1].strip();
      table.put(
          row[0].strip(),
          Arrays.stream(imports.split(" +"))
              .filter(it -> !it.isEmpty())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return table;
  }

  /** A line for each package, so that a difference is seen at once. */
  private static String lines(Map<String, Set<String>> table) {
    return table.entrySet().stream()
        .map(row -> row.getKey() + ": " + String.join(" ", row.getValue()))
        .collect(Collectors.joining("\n"));
  }
}
