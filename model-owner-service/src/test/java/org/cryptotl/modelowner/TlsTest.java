package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The way to TLS that the README names. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TlsTest {

  private static final String PASSWORD = "only-for-this-test";

  @TempDir private static Path directory;

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry)
      throws IOException, InterruptedException {
    Path store = directory.resolve("web.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "web",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, keytool.waitFor());
    registry.add("spring.ssl.bundle.jks.web.keystore.location", () -> "file:" + store);
    registry.add("spring.ssl.bundle.jks.web.keystore.password", () -> PASSWORD);
    registry.add("server.ssl.bundle", () -> "web");
    registry.add("cryptotl.data-directory", () -> directory.resolve("data").toString());
  }

  @Test
  void bundleOfTheSettings_servesTls() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:%d/actuator/health/liveness".formatted(port)))
            .build();
    try (HttpClient knowing = HttpClient.newBuilder().sslContext(trusting()).build();
        HttpClient strange = HttpClient.newHttpClient()) {
      assertEquals(200, knowing.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
      assertThrows(
          SSLException.class, () -> strange.send(request, HttpResponse.BodyHandlers.discarding()));
    }
  }

  private static SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("web.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("web", store.getCertificate("web"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
