package org.cryptotl.dataowner.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cryptotl.dataowner.Api;
import org.cryptotl.dataowner.Browser;
import org.cryptotl.dataowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class DatasetsTest extends ServiceTest {

  private static final String PATH = "/api/v1/datasets";

  @Autowired private Datasets datasets;

  private Api.Answer upload(String request, String csv) {
    return api().upload(PATH, request, csv.getBytes(StandardCharsets.UTF_8));
  }

  private static long folders() throws Exception {
    Path root = data().resolve("datasets");
    if (!Files.exists(root)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.count();
    }
  }

  @Test
  void texts_comeInWithLabelsOfAnyNames_quotesAndLineBreaks() {
    String csv =
        String.join(
            "\r\n",
            "\uFEFFnote,kind",
            "\"one, \"\"two\"\"\nthree\",späm",
            "four,ham",
            "four,ham",
            "five,<b>",
            "");
    JsonNode made =
        upload("{\"name\":\"mail\",\"labelColumn\":\"kind\",\"textColumn\":\"note\"}", csv)
            .expect(201)
            .json();
    assertEquals("[\"<b>\",\"ham\",\"späm\"]", made.get("labels").toString());
    assertEquals("[1,2,1]", made.get("counts").toString());
    assertEquals(1, made.get("duplicates").asInt());
    JsonNode rows = api().get(PATH + "/" + made.get("id").asString() + "/rows").expect(200).json();
    assertEquals("one, \"two\"\nthree", rows.get(0).get("text").asString());
    assertEquals("späm", rows.get(0).get("label").asString());
  }

  @Test
  void badRows_areToldByLine_andNothingIsImported() throws Exception {
    long before = folders();
    String csv = "a,b,label\n1,2,x\n1,x,y\n\"3\n\",4,y\n1,2\n5,6,\nNaN,1,x\n";
    JsonNode problem = upload("{\"name\":\"bad\"}", csv).expect(422).json();
    assertEquals("urn:cryptotl:problem:bad-rows", problem.get("type").asString());
    List<Integer> lines = new ArrayList<>();
    problem.get("rows").forEach(row -> lines.add(row.get("line").asInt()));
    assertEquals(List.of(3, 6, 7, 8), lines);
    assertEquals(before, folders());
    JsonNode made = upload("{\"name\":\"bad\",\"skipBadRows\":true}", csv).expect(201).json();
    assertEquals(2, made.get("rows").asInt());
    assertEquals(4, made.get("skipped").asInt());
    assertEquals(2, made.get("dimension").asInt());
  }

  @Test
  void nearDuplicates_stayOnOneSide_andSharesAreMet() {
    StringBuilder csv = new StringBuilder("text,label\n");
    String[] words =
        "the quick brown fox jumps over lazy dogs while seven wizards brew potions near"
            .split(" ", -1);
    int groups = 200;
    for (int g = 0; g < groups; g++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        text.append(words[(g * 7 + i * (g % 5 + 1)) % words.length])
            .append("abcdefghij".charAt(g % 10))
            .append("klmnopqrst".charAt(g / 10 % 10))
            .append("uvwxy".charAt(g / 100))
            .append(' ');
      }
      String label = g % 4 == 0 ? "rare" : "usual";
      csv.append(text).append(',').append(label).append('\n');
      csv.append(text.toString().toUpperCase(java.util.Locale.ROOT))
          .append("!! 2026,")
          .append(label)
          .append('\n');
    }
    JsonNode made =
        upload(
                "{\"name\":\"near\",\"split\":{\"seed\":5,\"validationShare\":0.2,\"testShare\":0.3}}",
                csv.toString())
            .expect(201)
            .json();
    assertTrue(made.get("nearDuplicates").asInt() >= groups, made::toString);
    assertEquals(0, made.get("duplicates").asInt());
    String id = made.get("id").asString();
    int[] parts = new int[3];
    int rareInTest = 0;
    try (Rows rows = datasets.open(id)) {
      for (int i = 0; i < rows.size(); i += 2) {
        assertEquals(rows.part(i), rows.part(i + 1), "rows " + i);
        parts[rows.part(i).compareTo(Part.TRAINING)]++;
        rareInTest += rows.part(i) == Part.TEST && rows.label(i) == 0 ? 1 : 0;
      }
    }
    assertEquals(100, parts[0], 4);
    assertEquals(40, parts[1], 4);
    assertEquals(60, parts[2], 4);
    assertEquals(15, rareInTest, 2);
  }

  @Test
  void differentTextsOfOneTemplate_areNotNearlyEqual_andSharesAreMet() {
    String[] things =
        "soup bread waiter table music wine service bill terrace dessert".split(" ", -1);
    String[] words =
        "cold warm rude kind slow quick loud quiet stale fresh sour sweet dark bright cheap dear"
            .split(" ", -1);
    SplittableRandom random = new SplittableRandom(8);
    Set<String> texts = new TreeSet<>();
    while (texts.size() < 4000) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        text.append(i == 0 ? "the " : " and the ")
            .append(things[random.nextInt(things.length)])
            .append(" was ")
            .append(words[random.nextInt(words.length)]);
      }
      texts.add(text.toString());
    }
    StringBuilder csv = new StringBuilder("text,label\n");
    texts.forEach(text -> csv.append(text).append(',').append(text.length() % 2).append('\n'));
    JsonNode made = upload("{\"name\":\"template\"}", csv.toString()).expect(201).json();
    assertTrue(made.get("nearDuplicates").asInt() < 400, made::toString);
    JsonNode parts = made.get("parts");
    assertEquals(2800, parts.get("training").asInt(), 40, parts::toString);
    assertEquals(400, parts.get("validation").asInt(), 40, parts::toString);
    assertEquals(800, parts.get("test").asInt(), 40, parts::toString);
    assertTrue(parts.get("warning").isNull(), parts::toString);
  }

  @Test
  void sharesThatCannotBeMet_areToldWithAWarning() {
    String csv = "text,label\n" + "the very same text,a\n".repeat(50) + "another one,b\n";
    JsonNode made = upload("{\"name\":\"equal\"}", csv).expect(201).json();
    String warning = made.get("parts").get("warning").asString();
    assertTrue(warning.startsWith("51, 0 and 0 rows"), made::toString);
    Browser browser = new Browser(port());
    browser.logIn(PASSWORD);
    String page = browser.get("/datasets/" + made.get("id").asString()).body();
    assertTrue(page.contains(warning), page);
    assertTrue(page.contains("51 rows to learn from, 0 to validate, 0 to test"), page);
  }

  @Test
  void splitIsReplayedBySeed_andChangedByAnother() {
    StringBuilder csv = new StringBuilder("x,label\n");
    for (int i = 0; i < 300; i++) {
      csv.append(i).append(',').append(i % 2).append('\n');
    }
    String id =
        upload("{\"name\":\"split\"}", csv.toString()).expect(201).json().get("id").asString();
    String first = parts(id);
    String plan = "{\"seed\":%d,\"validationShare\":0.1,\"testShare\":0.2}";
    api().json("PUT", PATH + "/" + id + "/split", plan.formatted(2)).expect(200);
    assertFalse(first.equals(parts(id)));
    api().json("PUT", PATH + "/" + id + "/split", plan.formatted(1)).expect(200);
    assertEquals(first, parts(id));
    api()
        .json(
            "PUT",
            PATH + "/" + id + "/split",
            "{\"seed\":1,\"validationShare\":0.8,\"testShare\":0.8}")
        .expect(400);
  }

  private String parts(String id) {
    StringBuilder parts = new StringBuilder();
    try (Rows rows = datasets.open(id)) {
      for (int i = 0; i < rows.size(); i++) {
        parts.append(rows.part(i).name().charAt(0));
      }
    }
    return parts.toString();
  }

  @Test
  void hostileFiles_areRefusedInWords() throws Exception {
    long before = folders();
    upload("{\"name\":\"x\"}", "").expect(422);
    upload("{\"name\":\"x\"}", "text,label\na,b\n").expect(422);
    upload("{\"name\":\"x\"}", "text,label\n\"never closed,b\nc,d\n").expect(422);
    upload("{\"name\":\"x\"}", "text,text,label\na,b,c\n").expect(400);
    upload("{\"name\":\"x\",\"labelColumn\":\"none\"}", "text,label\na,b\n").expect(400);
    byte[] latin1 = "text,label\nM\u00e4use,a\nb,c\n".getBytes(StandardCharsets.ISO_8859_1);
    String detail =
        api().upload(PATH, "{\"name\":\"x\"}", latin1).expect(422).json().get("detail").asString();
    assertTrue(detail.contains("UTF-8"), detail);
    assertEquals(before, folders());
  }

  @Test
  void contents_areToldToTheCaller_andNotLogged(CapturedOutput output) throws Exception {
    String csv = "the patient has a fever,secretlabel\nthe patient is well,other\n";
    assertTrue(upload("{\"name\":\"x\"}", csv).expect(400).text().contains("has a fever"));
    String longLabel = "secretlabel".repeat(100_000);
    csv = "text,label\na b,1\nc d,2\ne f," + longLabel + "\n";
    JsonNode problem = upload("{\"name\":\"x\"}", csv).expect(422).json();
    assertEquals(4, problem.get("rows").get(0).get("line").asInt());
    assertTrue(output.getAll().contains("/api/v1/datasets: Rows of the file cannot be used"));
    assertFalse(output.getAll().contains("has a fever"));
    assertFalse(output.getAll().contains("secretlabel"));
    assertFalse(Files.exists(data().resolve("data-owner.trace.db")));
  }

  @Test
  void longestLabels_haveRoom_asManyAsMayBe() {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 1000; i++) {
      csv.append("text ").append(i).append(",x").append("\u0001".repeat(155)).append(1000 + i);
      csv.append('\n');
    }
    assertEquals(
        1000,
        upload("{\"name\":\"long\"}", csv.toString()).expect(201).json().get("labels").size());
  }

  @Test
  void datasetThatCannotBeRecorded_leavesNothing() throws Exception {
    long before = folders();
    ImportRequest request = new ImportRequest("n".repeat(201), null, null, null, null, null);
    byte[] csv = "text,label\na b,1\nc d,2\n".getBytes(StandardCharsets.UTF_8);
    assertThrows(
        DataAccessException.class, () -> datasets.create(request, new ByteArrayInputStream(csv)));
    assertEquals(before, folders());
  }

  @Test
  void deletedDataset_leavesNothing() throws Exception {
    String id =
        upload("{\"name\":\"gone\"}", "text,label\na b,1\nc d,2\n")
            .expect(201)
            .json()
            .get("id")
            .asString();
    assertTrue(Files.exists(data().resolve("datasets").resolve(id)));
    api().delete(PATH + "/" + id).expect(204);
    api().get(PATH + "/" + id).expect(404);
    assertFalse(Files.exists(data().resolve("datasets").resolve(id)));
  }
}
