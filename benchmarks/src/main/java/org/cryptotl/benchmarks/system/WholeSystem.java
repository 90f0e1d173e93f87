package org.cryptotl.benchmarks.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cryptotl.endtoend.HttpApi;
import org.cryptotl.endtoend.Service;

/**
 * What a data owner waits for, with both services as processes of their own on loopback and all
 * included: one text classified, the features of 4,000 texts extracted, a large file uploaded.
 *
 * <p>Arguments: the model owner's jar, the data owner's jar, the folder of the labelled texts; then
 * which parts, of {@code classify extract upload}, all if none is given. Prints Markdown.
 */
public final class WholeSystem {

  private static final String HEAP = "2g";
  private static final String SMALL_HEAP = "512m";
  private static final int TOKEN_BYTES = 32;

  private WholeSystem() {}

  /** Runs. */
  public static void main(String[] arguments) throws IOException {
    Path modelOwnerJar = Path.of(arguments[0]);
    Path dataOwnerJar = Path.of(arguments[1]);
    Texts texts = Texts.read(Path.of(arguments[2]));
    Set<String> parts =
        arguments.length == 3
            ? Set.of("classify", "extract", "upload")
            : Set.of(List.of(arguments).subList(3, arguments.length).toArray(String[]::new));
    Path work = Files.createTempDirectory("whole-system");
    System.out.printf("Data and logs: %s%n", work);
    if (parts.contains("classify") || parts.contains("extract")) {
      String token = token();
      try (Service modelOwner =
              Service.start(
                  "model owner",
                  modelOwnerJar,
                  work.resolve("model-owner"),
                  port(),
                  HEAP,
                  Map.of("CRYPTOTL_BOOTSTRAP_TOKEN", token));
          Service dataOwner = dataOwner(dataOwnerJar, work.resolve("data-owner"), HEAP, token)) {
        modelOwner.awaitReady();
        dataOwner.awaitReady();
        Parties parties =
            Parties.meet(
                new HttpApi("model owner", modelOwner.address(), token),
                modelOwner.address(),
                new HttpApi("data owner", dataOwner.address(), token),
                work,
                texts);
        System.out.printf("%nHeap of each service at most %s.%n", HEAP);
        if (parts.contains("classify")) {
          Classify.measure(parties, texts);
        }
        if (parts.contains("extract")) {
          Extract.measure(parties, texts, work);
        }
      }
    }
    if (parts.contains("upload")) {
      String token = token();
      try (Service dataOwner =
          dataOwner(dataOwnerJar, work.resolve("uploads"), SMALL_HEAP, token)) {
        dataOwner.awaitReady();
        System.out.printf("%nHeap of the data owner's service at most %s.%n", SMALL_HEAP);
        Upload.measure(new HttpApi("data owner", dataOwner.address(), token));
      }
    }
  }

  private static Service dataOwner(Path jar, Path folder, String heap, String token)
      throws IOException {
    return Service.start(
        "data owner",
        jar,
        folder,
        port(),
        heap,
        Map.of("CRYPTOTL_BOOTSTRAP_TOKEN", token, "CRYPTOTL_MAKE_MASTER_KEY", "true"));
  }

  private static int port() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static String token() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
