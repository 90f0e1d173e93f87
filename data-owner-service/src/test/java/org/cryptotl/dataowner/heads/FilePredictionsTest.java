package org.cryptotl.dataowner.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.Journey;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.cryptotl.dataowner.Recorder;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilePredictionsTest extends ServiceTest {

  /** More than one batch. */
  private static final int ROWS = 8192 + 40;

  private static Recorder recorder;
  private static String head;

  @BeforeEach
  void train() {
    ModelOwnerProcess modelOwner = ModelOwnerProcess.shared();
    if (head == null) {
      recorder = new Recorder(modelOwner.address());
      Journey journey = Journey.begin(api(), modelOwner, recorder.address(), "files");
      journey.keys("THROUGHPUT");
      String set = journey.extract(journey.dataset(100, 91), "THROUGHPUT");
      journey.done(set);
      head = journey.head(set, "files");
    }
    recorder.refuse(0, _ -> false);
  }

  private Api.Answer classify(byte[] csv) {
    return api()
        .upload("/api/v1/heads/%s/predictions/file?mode=THROUGHPUT".formatted(head), "{}", csv);
  }

  private static byte[] rows(int count) {
    StringBuilder csv = new StringBuilder("a,b,c,d\n");
    for (int i = 0; i < count; i++) {
      csv.append(i % 2 == 0 ? "0.8,0.7,0,0\n" : "-0.8,-0.7,0,0\n");
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  @AfterEach
  void temporaryFiles_areGone() throws IOException {
    try (Stream<Path> files = Files.list(data())) {
      assertEquals(
          List.of(),
          files.filter(f -> f.getFileName().toString().startsWith("classified")).toList());
    }
  }

  @Test
  void severalBatches_comeBackRowByRow_alsoWhenTheModelOwnerAsksToWait() {
    recorder.refuse(503, n -> n == 2);
    List<String> lines = classify(rows(ROWS)).expect(200).text().lines().toList();
    assertTrue(recorder.evaluations() > 2, "it was asked again");
    assertEquals(ROWS + 1, lines.size());
    assertEquals("a,b,c,d,predicted,probability,milliseconds", lines.getFirst());
    assertTrue(lines.get(1).startsWith("0.8,0.7,0,0,benign-label,"), lines.get(1));
    assertTrue(lines.getLast().startsWith("-0.8,-0.7,0,0,malign-label,"), lines.getLast());
  }

  @Test
  void byteOrderMark_andTime_areAsWithDatasets() {
    String csv =
        classify("\uFEFFa,b,c,d\n0.8,0.7,0,0\n".getBytes(StandardCharsets.UTF_8))
            .expect(200)
            .text();
    String[] row = csv.lines().toList().get(1).split(",", -1);
    assertTrue(csv.startsWith("a,b,c,d,predicted,"), csv);
    assertEquals(7, row.length);
    assertTrue(Double.parseDouble(row[6]) > 0, csv);
  }

  @Test
  void latin1AndRaggedRows_areRefusedInWords() {
    byte[] latin1 = "a,b,c,d\n0.8,\u00e4,0,0\n".getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(classify(latin1).expect(422).text().contains("UTF-8"));
    String ragged = "a,b,c,d\n0.8,0.7,0,0\n0.8,0.7,0\n";
    assertTrue(
        classify(ragged.getBytes(StandardCharsets.UTF_8)).expect(422).text().contains("line 3"));
  }

  @Test
  void failureAfterTheFirstBatch_isAProblem_andNoShorterFile() {
    recorder.refuse(400, n -> n > 1);
    Api.Answer answer = classify(rows(ROWS)).expect(502);
    assertTrue(recorder.evaluations() > 1, "the first batch was answered");
    assertEquals("application/problem+json;charset=UTF-8", answer.header("Content-Type"));
    assertEquals("urn:cryptotl:problem:model-owner-refused", answer.json().get("type").asString());
  }
}
