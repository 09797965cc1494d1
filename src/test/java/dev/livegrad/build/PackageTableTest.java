package dev.livegrad.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps the one direction of the house: each package imports what its row names, nothing else. */
class PackageTableTest {
  private static final String JSON = "com.fasterxml.jackson..";
  private static final String VERTX = "io.vertx..";

  /** A package below {@code dev.livegrad}, and what it may import besides itself and the JDK. */
  record Row(String name, List<String> house, List<String> libraries) {
    String[] allowed() {
      return Stream.of(
              Stream.of(name).map(Row::in),
              house.stream().map(Row::in),
              libraries.stream(),
              Stream.of("java..", "jdk..", "org.jspecify.annotations.."))
          .flatMap(packages -> packages)
          .toArray(String[]::new);
    }

    static String in(String name) {
      return "dev.livegrad." + name + "..";
    }
  }

  static final List<Row> TABLE =
      List.of(
          new Row("engine", List.of(), List.of()),
          new Row("nn", List.of("engine"), List.of()),
          new Row("lab", List.of("engine"), List.of()),
          new Row(
              "data", List.of(), List.of("org.apache.commons.csv..", "org.apache.commons.rng..")),
          new Row("training", List.of("nn", "engine", "data"), List.of()),
          // What people see of a graph. The layout kernel is known here alone, and stands on EMF.
          new Row(
              "graph",
              List.of("training", "nn", "engine", "data"),
              List.of("org.eclipse.elk..", "org.eclipse.emf..")),
          new Row("protocol", List.of(), List.of(JSON)),
          new Row("stream", List.of("training", "protocol"), List.of()),
          new Row(
              "server",
              List.of("engine", "nn", "lab", "data", "training", "graph", "protocol", "stream"),
              List.of(VERTX, JSON, "io.netty..")));

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.livegrad");

  @ParameterizedTest
  @FieldSource("TABLE")
  void importsOnlyWhatItsRowNames(Row row) {
    classes()
        .that()
        .resideInAPackage(Row.in(row.name()))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(row.allowed())
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void nobodyImportsTheApp() {
    classes()
        .that()
        .resideInAPackage("dev.livegrad.app..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("dev.livegrad.app..")
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void noPackagesImportEachOtherInACycle() {
    slices()
        .matching("dev.livegrad.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void everyPackageHasARow() {
    Set<String> known = new TreeSet<>(Set.of("app"));
    TABLE.forEach(row -> known.add(row.name()));
    Set<String> unknown = new TreeSet<>();
    HOUSE.forEach(type -> {
      String below = type.getPackageName().replaceFirst("^dev\\.livegrad\\.?", "");
      String name = below.replaceFirst("\\..*", "");
      if (!name.isEmpty() && !known.contains(name)) {
        unknown.add(name);
      }
    });
    assertEquals(Set.of(), unknown);
  }
}
