package org.cryptotl.modelowner;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Documents that are larger than any can be. */
class JsonLimitTest extends ServiceTest {

  private static final String LARGE = "{\"manifestSha256\":\"%s\"}".formatted("a".repeat(2 << 20));

  @Test
  void documentThatIsAnnouncedTooLarge_isRefused() {
    ProblemTest.assertProblem(413, "too-large", tenant().post("/api/v1/evaluation-keys", LARGE));
    ProblemTest.assertProblem(
        413,
        "too-large",
        admin().post("/api/v1/tenants", "{\"name\":\"%s\"}".formatted("a".repeat(2 << 20))));
  }

  @Test
  void documentOfUnknownLength_isRefusedOnceItIsTooLarge() {
    Api api = tenant();
    byte[] bytes = LARGE.getBytes(StandardCharsets.UTF_8);
    ProblemTest.assertProblem(
        413,
        "too-large",
        api.send(
            api.request("/api/v1/evaluation-keys")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build()));
  }

  @Test
  void requestOfAForm_isRefusedAlike() {
    String request = "{\"source\":\"%s\"}".formatted("a".repeat(2 << 20));
    for (String type : new String[] {"application/json", "text/plain"}) {
      ProblemTest.assertProblem(
          413,
          "too-large",
          admin()
              .createVersion(
                  "large", request, "Content-Type: %s\n".formatted(type), SmallModel.file()));
    }
  }

  @Test
  void documentThatIsLong_isRead() {
    String long_ = "{%s\"manifestSha256\":\"%s\"}".formatted(" ".repeat(900_000), "0".repeat(64));
    tenant().post("/api/v1/evaluation-keys", long_).expect(404);
  }
}
