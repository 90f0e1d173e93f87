package org.cryptotl.dataowner.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cryptotl.dataowner.ModelOwnerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole way from an upload to a classified text as a user goes it: in a browser, with the model
 * owner's service in another process. Leaves pictures of all pages in {@code target/screenshots},
 * or in the folder of the system property {@code screenshots}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class PagesTest {

  private static final String MODEL = "reviews";
  private static final String PASSWORD = "password of the pages";
  private static final int ANSWERS = 10;
  private static final Path PICTURES =
      Path.of(System.getProperty("screenshots", "target/screenshots"));

  private static final Path FOLDER = directory();

  private static ModelOwnerProcess modelOwner;

  @LocalServerPort private int port;

  private Chromium browser;

  /** A service of its own: it begins with nothing. */
  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("cryptotl.data-directory", () -> FOLDER.resolve("data").toString());
    registry.add("cryptotl.make-master-key", () -> true);
    registry.add("cryptotl.admin-password", () -> PASSWORD);
  }

  @BeforeAll
  static void start() {
    Assumptions.assumeTrue(
        Chromium.isInstalled(),
        "skipped: there is no browser; install Debian's chromium and chromium-driver");
    modelOwner = ModelOwnerProcess.tryStart().orElse(null);
    Assumptions.assumeTrue(
        modelOwner != null, "skipped: the model owner's jar is not built; run mvn verify");
    modelOwner
        .api()
        .offer(
            MODEL,
            """
            {"source":"CSV","maxError":0.01,"training":{"labelColumn":"label","textColumn":"text",
             "encoder":"MINI_LM","preset":"TABLE","hidden":16,"features":8,"epochs":12}}
            """,
            Reviews.csv("text", "label", Reviews.STAYS, 300, 1).getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    if (modelOwner != null) {
      modelOwner.close();
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("pages");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String address() {
    return "http://127.0.0.1:" + port;
  }

  @Test
  void wholeWay_fromUploadToAClassifiedText() throws IOException {
    try (Chromium started = new Chromium(address(), true, PICTURES)) {
      browser = started;
      logIn();
      connect();
      makeKeys();
      upload();
      extract();
      train();
      classify();
      deleteAsksFirst();
      lookAtTheRest();
      browser.assertKeptToItself();
    }
    try (Chromium started = new Chromium(address(), false, PICTURES)) {
      browser = started;
      goWithoutScripts();
      explainRetiredModel();
    }
  }

  private void logIn() {
    browser.open("/heads");
    assertEquals("/login", browser.path());
    browser.type("[name=password]", "wrong password");
    browser.click("button");
    browser.await("The name or the password is another one.");
    browser.picture("login");
    enterPassword();
    browser.await("Heads");
    browser.open("/");
    browser.await("0 connected");
    browser.focused().sendKeys(Keys.TAB);
    assertEquals("To the content", browser.focused().getText(), "the first stop of the keyboard");
  }

  private void enterPassword() {
    browser.type("[name=password]", PASSWORD);
    browser.click("button");
  }

  private void connect() {
    browser.open("/connect");
    browser.type("[name=name]", "vendor");
    browser.type("[name=address]", modelOwner.address());
    browser.type("[name=token]", "not-the-token");
    browser.click("button.main");
    browser.await("does not accept the token");
    browser.picture("problem");
    browser.click("[data-back]");
    browser.await("A new connection");
    assertEquals("vendor", browser.one("[name=name]").getDomProperty("value"), "kept by Back");
    browser.one("[name=token]").clear();
    browser.type("[name=token]", modelOwner.api().tenant("clinic", null).token());
    browser.click("button.main");
    browser.await("Connected. Make keys");
    browser.await("reviews, version 1");
    browser.await("128 bits");
    browser.picture("connect");
  }

  private void makeKeys() {
    browser.click(".next");
    browser.await("There are no keys yet.");
    for (int mode = 0; mode < 2; mode++) {
      browser.all("form.row button").get(mode).click();
      browser.await("Keys are being made and sent.");
    }
    browser.awaitElement(".key:nth-of-type(1) .state.READY");
    browser.awaitElement(".key:nth-of-type(2) .state.READY");
    browser.pictures("keys");
  }

  private void upload() throws IOException {
    Path file = FOLDER.resolve("meals.csv");
    Files.writeString(file, Reviews.csv("review", "verdict", Reviews.MEALS, 400, 2));
    browser.open("/datasets");
    browser.type("[name=name]", "meals");
    browser.type("[name=file]", file.toString());
    browser.click("button.main");
    browser.await("there is no column 'label'");
    browser.click("[data-back]");
    browser.await("Upload a file");
    browser.type("[name=labelColumn]", "verdict");
    browser.type("[name=textColumn]", "review");
    if (browser.one("[name=file]").getDomProperty("value").isEmpty()) {
      browser.type("[name=file]", file.toString());
    }
    browser.picture("datasets");
    browser.click("button.main");
    browser.await("The file was imported.");
    browser.await("200 · 50.0 %");
    browser.pictures("dataset");
  }

  private void extract() {
    browser.click(".next");
    browser.await("Extract features");
    browser.type("[name=rows]", "60");
    browser.picture("extraction");
    browser.click("button.main");
    browser.await("60 of 60 rows, done");
    browser.await("rows that have no features yet would take at most about");
    browser.one("[name=rows]").clear();
    browser.type("[name=rows]", "400");
    browser.all("form.box button").getFirst().click();
    browser.await("of 400 rows, running");
    browser.all(".actions button").getFirst().click();
    browser.await("of 400 rows, paused");
    browser.picture("feature-set");
    goOn();
    browser.await("400 of 400 rows, done");
    assertTrue(browser.text().contains("Self-check"), browser::text);
  }

  /** The extraction ends its present request before it can go on. */
  private void goOn() {
    String page = browser.path();
    browser.all(".actions button.main").getFirst().click();
    while (browser.text().contains("is just being stopped")) {
      browser.open(page);
      browser.all(".actions button.main").getFirst().click();
    }
  }

  private void train() {
    browser.click(".next");
    browser.type("[name=name]", "verdicts");
    browser.click("summary");
    browser.type("[name=epochs]", "30");
    browser.picture("heads");
    browser.click("button.main");
    browser.awaitElement("[data-events] progress");
    int live = 0;
    while (browser.all(".answer").isEmpty()) {
      boolean training = !browser.all("[data-events]").isEmpty();
      int drawn = browser.all(".grid figure canvas").size();
      if (training && drawn > live) {
        live = drawn;
      }
    }
    assertTrue(live >= 3, "curves were drawn while it was trained: " + live);
    browser.await("What the features bring");
    assertEquals(5, browser.all(".grid figure canvas").size());
    assertEquals(4, browser.all(".confusion td").size());
    int judged =
        browser.all(".confusion td").stream()
            .mapToInt(cell -> Integer.parseInt(cell.getText()))
            .sum();
    assertTrue(judged > 40, "test rows: " + judged);
    browser.pictures("head");
  }

  private void classify() {
    browser.click(".next");
    // The times of the first answers are those of services that have just started.
    for (int i = 0; i < ANSWERS; i++) {
      classify("The waiter was rude and the soup was cold.", "complaint");
      classify("The risotto was magnificent, we loved it.", "praise");
    }
    assertTrue(browser.path().startsWith("/playground?headId="), "only the answer was replaced");
    for (String told : List.of("encode", "encrypt", "transfer", "evaluate", "decrypt", "head")) {
      assertTrue(browser.one("#answer").getText().contains(told), browser::text);
    }
    assertTrue(browser.text().contains("bytes of ciphertexts went over the wire"), browser::text);
    browser.pictures("playground");
  }

  private void classify(String text, String label) {
    browser.one("[name=sample]").clear();
    browser.type("[name=sample]", text);
    browser.click("button.main");
    browser.await("#answer b", label);
  }

  private void deleteAsksFirst() {
    browser.open("/heads");
    browser.type("[name=name]", "verdicts");
    browser.click("button.main");
    browser.await("verdicts, version 2");
    browser.awaitElement(".answer");
    List<WebElement> asks = browser.all("details.ask");
    WebElement ask = asks.getLast();
    WebElement yes = ask.findElement(By.tagName("button"));
    assertFalse(yes.isDisplayed(), "nothing is deleted at once");
    ask.findElement(By.tagName("summary")).sendKeys(Keys.ENTER);
    assertTrue(yes.isDisplayed());
    browser.focused().sendKeys(Keys.TAB);
    assertEquals(yes, browser.focused());
    yes.sendKeys(Keys.ENTER);
    browser.await("The head was deleted.");
    assertFalse(browser.text().contains("version 2"), browser::text);
  }

  private void lookAtTheRest() {
    browser.open("/settings");
    browser.type("[name=name]", "laptop");
    browser.click("button.main");
    browser.await("shown this once");
    assertTrue(browser.one("code").getText().length() > 30);
    browser.open("/settings");
    browser.picture("settings");
    browser.open("/");
    browser.await("1 connected");
    browser.pictures("overview");
  }

  private void goWithoutScripts() {
    browser.open("/playground");
    enterPassword();
    browser.await("Playground");
    browser.type("[name=sample]", "The cake was revolting.");
    browser.click("button.main");
    browser.await("bytes of ciphertexts went over the wire");
    assertEquals("complaint", browser.one("#answer b").getText());
    for (String page : List.of("/", "/connect", "/keys", "/datasets", "/extraction", "/heads")) {
      browser.open(page);
      assertTrue(browser.text().contains("Log out"), page);
    }
    browser.open("/datasets");
    browser.click("tbody a");
    browser.all("details.box summary").getFirst().click();
    browser.one("[name=seed]").clear();
    browser.type("[name=seed]", "5");
    browser.all("details.box button").getFirst().click();
    browser.await("The rows were divided anew.");
    assertEquals("5", browser.one("[name=seed]").getDomProperty("value"));
  }

  private void explainRetiredModel() {
    modelOwner.api().post("/api/v1/models/%s/versions/1/retire".formatted(MODEL), "").expect(200);
    browser.open("/keys");
    browser.await("None of the models that are offered now has the manifest");
    browser.open("/playground");
    browser.type("[name=sample]", "The tea was cold.");
    browser.click("button.main");
    browser.await("the model owner has retired or changed this version");
  }
}
