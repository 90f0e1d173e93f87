package org.cryptotl.modelowner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A service for all tests of a JVM, on a free port, with its data in a new directory. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class ServiceTest {

  public static final String ADMIN = "bootstrap-token-of-the-tests-0123456789";

  private static final Path DATA = directory();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Map<String, Integer> OFFERED = new HashMap<>();

  @LocalServerPort private int port;

  private static Path directory() {
    try {
      return Files.createTempDirectory("model-owner");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("cryptotl.data-directory", DATA::toString);
    registry.add("cryptotl.bootstrap-token", () -> ADMIN);
  }

  protected Api admin() {
    return new Api("http://127.0.0.1:" + port, ADMIN);
  }

  /** Where the service keeps its payloads. */
  protected static Path blobs() {
    return DATA.resolve("blobs");
  }

  protected int port() {
    return port;
  }

  protected static String name(String prefix) {
    return prefix + NAMES.incrementAndGet();
  }

  protected Api tenant() {
    return admin().tenant(name("tenant"), null);
  }

  /** The number of an offered version of the small model. */
  protected int smallModel() {
    synchronized (OFFERED) {
      return OFFERED.computeIfAbsent(
          "small", model -> admin().offer(model, SmallModel.IMPORT, SmallModel.file()));
    }
  }
}
