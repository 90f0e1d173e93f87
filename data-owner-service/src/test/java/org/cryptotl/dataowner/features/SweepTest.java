package org.cryptotl.dataowner.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SweepTest extends ServiceTest {

  @Autowired private Features features;

  @Test
  void filesOfSetsThatAreNoMore_areRemovedAtTheStart() throws IOException {
    Journey journey = Journey.begin(api(), ModelOwnerProcess.shared(), "sweep");
    journey.keys("LATENCY");
    String set = journey.extract(journey.dataset(40, 86), "LATENCY");
    journey.done(set);
    Path left = data().resolve("features").resolve("00000000-0000-4000-8000-000000000000");
    Files.createDirectories(left);
    Files.write(left.resolve("embeddings"), new byte[10]);
    features.sweep();
    assertFalse(Files.exists(left));
    assertEquals(40, features.vectors(set).features().length);
  }
}
