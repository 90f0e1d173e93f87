package org.cryptotl.nn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds the module's layering, and keeps each library behind the package that is there for it. */
@Tag("once")
class ArchitectureTest {

  private static final String ROOT = "org.cryptotl.nn";

  /** Each package, and the packages of the module that it may use beside itself. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "kernel", List.of(),
          "layer", List.of("kernel"),
          "privacy", List.of(),
          "training", List.of("layer", "kernel", "privacy"),
          "metric", List.of(),
          "scaling", List.of(),
          "text", List.of(),
          "lowering", List.of("layer", "kernel"),
          "format", List.of("layer", "scaling"),
          "onnx", List.of("layer", "format"));

  private static final List<String> PACKAGES = MAY_USE.keySet().stream().sorted().toList();

  /** Each library, and the one package that may use it. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "ai.onnxruntime..", "text",
          "ai.djl..", "text",
          "ai.onnx.proto..", "onnx",
          "com.google.protobuf..", "onnx",
          "tools.jackson..", "format",
          "jdk.incubator.vector..", "kernel",
          "org.cryptotl.he.plan..", "lowering",
          "org.cryptotl.he.circuit..", "lowering");

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packages_areTheKnownOnes() {
    assertEquals(
        PACKAGES,
        List.copyOf(
            MODULE.stream()
                .map(c -> c.getPackageName().substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new))));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void package_usesOnlyWhatItMay(String name) {
    String[] allowed =
        Stream.concat(Stream.of(name), MAY_USE.get(name).stream())
            .map(other -> ROOT + "." + other)
            .toArray(String[]::new);
    String[] barred =
        PACKAGES.stream()
            .map(other -> ROOT + "." + other)
            .filter(other -> !List.of(allowed).contains(other))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(barred)
        .check(MODULE);
  }

  @Test
  void libraries_areUsedByTheirPackageAlone() {
    LIBRARIES.forEach((library, user) ->
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "." + user)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .check(MODULE));
  }

  @Test
  void otherLibraries_areNotUsed() {
    String[] known =
        Stream.concat(
                Stream.of(
                    "java..", ROOT + "..", "org.cryptotl.he.kernel..", "org.cryptotl.he.ring.."),
                LIBRARIES.keySet().stream())
            .toArray(String[]::new);
    classes().should().onlyDependOnClassesThat().resideInAnyPackage(known).check(MODULE);
  }
}
