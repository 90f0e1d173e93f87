package org.cryptotl.modelowner.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.SmallModel;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Versions that are offered, whatever becomes of the work on them. */
class StaleVersionTest extends ServiceTest {

  @Autowired private VersionStore versions;

  @Test
  void versionThatIsOffered_doesNotFailAfterwards() {
    int number = admin().offer("settled", SmallModel.IMPORT, SmallModel.file());
    versions.fail(versions.find("settled", number).orElseThrow(), "too late");
    StoredVersion after = versions.find("settled", number).orElseThrow();
    assertEquals(Version.State.ACTIVE, after.state());
    assertEquals(null, after.failure());
  }
}
