package org.cryptotl.dataowner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A service for all tests of a JVM, on a free port, with its data in a new directory. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class ServiceTest {

  public static final String TOKEN = "bootstrap-token-of-the-tests-0123456789";
  public static final String PASSWORD = "password of the tests";

  private static final Path DATA = directory();

  @LocalServerPort private int port;

  private static Path directory() {
    try {
      return Files.createTempDirectory("data-owner");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("cryptotl.data-directory", DATA::toString);
    registry.add("cryptotl.make-master-key", () -> true);
    registry.add("cryptotl.bootstrap-token", () -> TOKEN);
    registry.add("cryptotl.admin-password", () -> PASSWORD);
    registry.add("cryptotl.peer.patience", () -> "60s");
  }

  protected static Path data() {
    return DATA;
  }

  protected int port() {
    return port;
  }

  protected Api api() {
    return new Api("http://127.0.0.1:" + port, TOKEN);
  }
}
