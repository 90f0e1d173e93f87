package org.cryptotl.dataowner.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.cryptotl.dataowner.Api;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;

/** The system's Chromium without a window, which looks at the pages of one service. */
final class Chromium implements AutoCloseable {

  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LONGEST_PICTURE = 1800;
  private static final Dimension DESK = new Dimension(1100, 800);
  private static final Dimension PHONE = new Dimension(390, 800);

  private final ChromeDriver driver;
  private final String address;
  private final Path pictures;

  /** Whether there is one. */
  static boolean isInstalled() {
    return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
  }

  /**
   * Starts it.
   *
   * @param address of the service
   * @param scripts whether pages may run scripts
   * @param pictures folder for pictures of pages
   */
  Chromium(String address, boolean scripts, Path pictures) {
    this.address = address;
    this.pictures = pictures;
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-color-profile=srgb");
    if (!scripts) {
      options.setExperimentalOption(
          "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
    }
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
    driver.manage().window().setSize(DESK);
    media("light");
  }

  void open(String path) {
    driver.get(address + path);
  }

  /** The path of the page that is shown. */
  String path() {
    return driver.getCurrentUrl().replace(address, "");
  }

  /** What the page shows; if it is just being replaced, what the next one shows. */
  String text() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return driver.findElement(By.tagName("body")).getText();
      } catch (WebDriverException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  WebElement one(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  void type(String css, String text) {
    one(css).sendKeys(text);
  }

  void click(String css) {
    one(css).click();
  }

  /** The focused element. */
  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  void back() {
    driver.navigate().back();
  }

  /** Waits until the page shows a text. */
  void await(String shown) {
    try {
      new WebDriverWait(driver, PATIENCE).until(_ -> text().contains(shown));
    } catch (org.openqa.selenium.TimeoutException e) {
      throw new AssertionError("expected '%s' on %s: %s".formatted(shown, path(), text()), e);
    }
  }

  /** Waits until an element, which may be replaced meanwhile, shows nothing but a text. */
  void await(String css, String shown) {
    new WebDriverWait(driver, PATIENCE)
        .ignoring(StaleElementReferenceException.class)
        .until(_ -> all(css).stream().anyMatch(element -> element.getText().equals(shown)));
  }

  /** Waits until there is such an element. */
  void awaitElement(String css) {
    new WebDriverWait(driver, PATIENCE).until(_ -> !all(css).isEmpty());
  }

  /** Takes a picture of the page, and looks whether anything is cut off on a phone. */
  void picture(String name) {
    save(name);
    onPhone(name, () -> {});
  }

  /** Takes pictures of the page in light, dark and on a phone. */
  void pictures(String name) {
    save(name);
    media("dark");
    save(name + "-dark");
    media("light");
    onPhone(name, () -> save(name + "-phone"));
  }

  private void onPhone(String name, Runnable act) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", PHONE.width, "height", PHONE.height, "deviceScaleFactor", 1, "mobile", true));
    new WebDriverWait(driver, PATIENCE).until(_ -> number("return innerWidth") >= PHONE.width);
    assertEquals(
        PHONE.width, number("return document.documentElement.scrollWidth"), name + " on a phone");
    act.run();
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  private long number(String script) {
    return ((Number) driver.executeScript(script)).longValue();
  }

  private void media(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private void save(String name) {
    long width = number("return document.documentElement.clientWidth");
    long height = number("return document.documentElement.scrollHeight");
    Object data =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                    "format",
                    "png",
                    "captureBeyondViewport",
                    true,
                    "clip",
                    Map.of(
                        "x",
                        0,
                        "y",
                        0,
                        "width",
                        width,
                        "scale",
                        1,
                        "height",
                        Math.min(LONGEST_PICTURE, height))))
            .get("data");
    try {
      Files.createDirectories(pictures);
      Files.write(pictures.resolve(name + ".png"), Base64.getDecoder().decode((String) data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if anything was asked of another address than the service's, or a script failed. */
  void assertKeptToItself() {
    int requests = 0;
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = Api.JSON.readTree(entry.getMessage()).get("message");
      if (message.get("method").asString().equals("Network.requestWillBeSent")) {
        String url = message.get("params").get("request").get("url").asString();
        assertTrue(url.startsWith(address + "/") || url.startsWith("data:"), url);
        requests++;
      }
    }
    assertTrue(requests > 10, "requests were logged: " + requests);
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      boolean refusal = entry.getMessage().contains("the server responded with a status of");
      assertTrue(entry.getLevel().intValue() < Level.SEVERE.intValue() || refusal, entry::toString);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
