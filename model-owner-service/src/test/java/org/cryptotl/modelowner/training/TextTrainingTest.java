package org.cryptotl.modelowner.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cryptotl.modelowner.Api;
import org.junit.jupiter.api.Test;

/** Texts become vectors by the sentence encoder that comes with the service. */
class TextTrainingTest {

  private static final String[] PRAISE = {
    "a wonderful film", "I loved every minute", "great food and kind people", "simply delightful"
  };
  private static final String[] BLAME = {
    "a dreadful film", "I hated every minute", "awful food and rude people", "simply disgusting"
  };

  @Test
  void texts_areEncodedAndTheCardSaysByWhat() throws IOException {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < PRAISE.length; j++) {
        csv.append("\"%s, %d\",good\n".formatted(PRAISE[j], i));
        csv.append("\"%s, %d\",bad\n".formatted(BLAME[j], i));
      }
    }
    TrainingRequest request =
        Api.JSON.readValue(
            """
            {"labelColumn": "label", "textColumn": "text", "preset": "TABLE", "hidden": 8,
             "features": 4, "epochs": 30, "learningRate": 0.01, "patience": 30}
            """,
            TrainingRequest.class);
    List<EpochReport> epochs = new ArrayList<>();
    TrainedBase base =
        new BaseTrainer()
            .train(
                request,
                new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)),
                epochs::add,
                () -> false)
            .orElseThrow();
    assertEquals(384, base.model().network().input().size());
    assertTrue(
        base.model().notes().get("encoder").contains("minilm"), base.model().notes()::toString);
    assertEquals(List.of("bad", "good"), base.report().classes());
    assertTrue(base.report().validationAccuracy() >= 0.8, base.report()::toString);
    assertTrue(base.report().validationF1() >= 0.8, base.report()::toString);
    assertTrue(epochs.stream().allMatch(e -> e.fold() == 0 && e.of() == 30));
    assertTrue(base.toString().contains("redacted"));
  }
}
