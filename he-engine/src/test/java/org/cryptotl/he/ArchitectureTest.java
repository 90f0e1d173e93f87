package org.cryptotl.he;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Holds the engine's layering. The module descriptor says what is exported; on the class path
 * nobody reads it, and it does not say which package may use which.
 */
@Tag("once")
class ArchitectureTest {
  private static final String ROOT = "org.cryptotl.he";
  private static final String VECTOR_API = "jdk.incubator.vector";

  /**
   * Each package, and the packages of the engine that it may use beside itself. The root package
   * may be used by all: it is the one place where a sealed family of exceptions can live, since off
   * the module path its members must share a package.
   */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("arith", List.of()),
          Map.entry("kernel", List.of("arith")),
          Map.entry("ring", List.of("arith", "kernel")),
          Map.entry("rlwe", List.of("ring", "arith")),
          Map.entry("ckks", List.of("rlwe", "ring", "arith")),
          Map.entry("circuit", List.of("ckks", "rlwe", "ring")),
          Map.entry("manifest", List.of("ckks", "rlwe")),
          Map.entry("codec", List.of("manifest", "ckks", "rlwe")),
          Map.entry("plan", List.of("manifest", "circuit", "ckks", "rlwe", "ring")),
          Map.entry("io", List.of("manifest", "ckks", "rlwe", "ring")));

  /**
   * The parts of java.base that the engine uses; module descriptors do not bind on a class path.
   */
  private static final List<String> PLATFORM = List.of("java.", "javax.crypto.");

  private static final List<String> BARRED_PLATFORM = List.of("java.util.logging.");

  private static final List<String> PACKAGES = MAY_USE.keySet().stream().sorted().toList();

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void engineClasses_areFound() {
    assertFalse(ENGINE.isEmpty(), "no class of " + ROOT + " on the class path: nothing is checked");
  }

  @Test
  void everyClass_isInAKnownPackage() {
    classes()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .resideInAnyPackage(
            PACKAGES.stream().map(ArchitectureTest::withSubpackages).toArray(String[]::new))
        .check(ENGINE);
  }

  @Test
  void rootPackage_holdsExceptionsAloneAndUsesNoOtherPackage() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .beAssignableTo(Throwable.class)
        .andShould()
        .onlyDependOnClassesThat(
            describe("are of the root package or the JDK", t -> packageOf(t).isEmpty()))
        .allowEmptyShould(true)
        .check(ENGINE);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void classes_useOnlyWhatTheirPackageMayUse(String name) {
    List<String> allowed = new ArrayList<>(MAY_USE.get(name));
    allowed.add(name);
    noClasses()
        .that()
        .resideInAPackage(withSubpackages(name))
        .should()
        .dependOnClassesThat(
            describe(
                "are in the engine but not in " + allowed,
                target -> !packageOf(target).isEmpty() && !allowed.contains(packageOf(target))))
        .allowEmptyShould(true)
        .check(ENGINE);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void onlyVectorClassesOfKernel_useTheVectorApi() {
    noClasses()
        .that(describe("are not Vector* of kernel", type -> !isVectorTwin(type)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VECTOR_API)
        .check(ENGINE);
  }

  @Test
  void engine_usesTheJdkAlone() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are neither of the engine nor of the parts of the JDK that it may use",
                type -> !isAllowed(type)))
        .check(ENGINE);
  }

  @Test
  void names_sayWhatAClassIs() {
    noClasses().should().haveNameMatching(".*(Util|Helper)s?(\\$.*)?").check(ENGINE);
  }

  private static boolean isVectorTwin(JavaClass type) {
    return packageOf(type).equals("kernel") && outermost(type).getSimpleName().startsWith("Vector");
  }

  private static boolean isAllowed(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    String name = element.getFullName();
    return element.isPrimitive()
        || isEngine(element)
        || name.startsWith(VECTOR_API + ".")
        || (PLATFORM.stream().anyMatch(name::startsWith)
            && BARRED_PLATFORM.stream().noneMatch(name::startsWith));
  }

  private static boolean isEngine(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.equals(ROOT) || name.startsWith(ROOT + ".");
  }

  /** The first part of the package's name below the root; empty for the root and for strangers. */
  private static String packageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1).split("\\.", 2)[0] : "";
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  private static String withSubpackages(String name) {
    return ROOT + "." + name + "..";
  }
}
