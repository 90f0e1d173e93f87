package org.cryptotl.nn;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the module's layering: which package may use which, of this module and of the engine. */
@Tag("once")
class ArchitectureTest {
  private static final String PROJECT = "org.cryptotl.";
  private static final String ROOT = "org.cryptotl.nn";

  /** Each package, and the packages of the project that it may use beside itself. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("nn.kernel", List.of("he.kernel", "he.ring")),
          Map.entry("nn.layer", List.of("nn.kernel", "he.ring")),
          Map.entry("nn.privacy", List.of("he.ring")),
          Map.entry("nn.training", List.of("nn.layer", "nn.kernel", "nn.privacy", "he.ring")),
          Map.entry(
              "nn.lowering", List.of("nn.layer", "nn.kernel", "he.plan", "he.circuit", "he.ring")),
          Map.entry("nn.metric", List.of()),
          Map.entry("nn.scaling", List.of()),
          Map.entry("nn.format", List.of("nn.layer", "nn.scaling")),
          Map.entry("nn.onnx", List.of("nn.layer", "nn.format")),
          Map.entry("nn.text", List.of("he.ring")),
          Map.entry(
              "nn.transfer",
              List.of("nn.layer", "nn.training", "nn.scaling", "nn.metric", "he.ring")));

  /** Libraries, and the only packages that may use them. */
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "jdk.incubator.vector", List.of("nn.kernel"),
          "ai.onnxruntime", List.of("nn.text"),
          "ai.djl", List.of("nn.text"),
          "dev.langchain4j", List.of("nn.text"),
          "ai.onnx.proto", List.of("nn.onnx"),
          "com.google.protobuf", List.of("nn.onnx"),
          "tools.jackson", List.of("nn.format"));

  private static final List<String> PACKAGES = MAY_USE.keySet().stream().sorted().toList();

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyClass_isInAKnownPackage() {
    classes()
        .should()
        .resideInAnyPackage(PACKAGES.stream().map(name -> PROJECT + name).toArray(String[]::new))
        .check(MODULE);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void classes_useOnlyWhatTheirPackageMayUse(String name) {
    List<String> allowed = MAY_USE.get(name);
    noClasses()
        .that()
        .resideInAPackage(PROJECT + name)
        .should()
        .dependOnClassesThat(
            describe(
                "are of the project but not in " + allowed,
                target ->
                    packageOf(target).startsWith(PROJECT)
                        && !packageOf(target).equals(PROJECT + name)
                        && !allowed.contains(packageOf(target).substring(PROJECT.length()))))
        .check(MODULE);
  }

  static Set<String> libraries() {
    return LIBRARIES.keySet();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void libraries_areUsedInOnePlace(String library) {
    String[] users =
        LIBRARIES.get(library).stream().map(name -> PROJECT + name).toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .check(MODULE);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MODULE);
  }

  @Test
  void names_sayWhatAClassIs() {
    noClasses().should().haveNameMatching(".*(Util|Helper)s?(\\$.*)?").check(MODULE);
  }

  private static String packageOf(JavaClass type) {
    return type.getBaseComponentType().getPackageName();
  }
}
