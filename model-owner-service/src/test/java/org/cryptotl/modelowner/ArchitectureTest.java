package org.cryptotl.modelowner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.cryptotl.he.ckks.Decryptor;
import org.cryptotl.he.rlwe.KeyGenerator;
import org.cryptotl.he.rlwe.SecretKey;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.cryptotl.modelowner");

  @Test
  void secretKeysAndDecryption_areNotTouchedBesideTrialsWithOwnInputs() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.cryptotl.modelowner.models.Measurement")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(SecretKey.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Decryptor.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(KeyGenerator.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.cryptotl.he.codec..")
        .check(classes);
  }

  @Test
  void features_dependOnEachOtherInOneDirection() {
    slices().matching("org.cryptotl.modelowner.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void training_knowsOfNoOtherFeature() {
    noClasses()
        .that()
        .resideInAPackage("..training..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..models..", "..tenants..", "..evaluation..", "..evaluationkeys..")
        .check(classes);
  }
}
