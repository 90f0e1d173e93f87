package org.cryptotl.dataowner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.cryptotl.dataowner");

  @Test
  void plansOfModelOwners_areNotTouched() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.cryptotl.he.plan..", "org.cryptotl.he.circuit..")
        .check(CLASSES);
  }

  @Test
  void secretBytes_areHandledByKeysAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.cryptotl.dataowner.keys")
        .should()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("SecretKey")
        .check(CLASSES);
  }

  @Test
  void features_haveNoCycles() {
    slices().matching("org.cryptotl.dataowner.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void connections_knowNeitherDatasetsNorHeads() {
    noClasses()
        .that()
        .resideInAPackage("..modelowner..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..datasets..", "..features..", "..heads..", "..keys..")
        .check(CLASSES);
  }
}
