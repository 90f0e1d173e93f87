package org.cryptotl.modelowner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as one caller sees it, over HTTP. */
public record Api(String address, String token) {

  public static final JsonMapper JSON = new JsonMapper();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();

  /** An answer. */
  public static final class Answer {

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    private Answer(HttpResponse<byte[]> response) {
      status = response.statusCode();
      headers = response.headers();
      body = response.body();
    }

    public int status() {
      return status;
    }

    public byte[] body() {
      return body;
    }

    public JsonNode json() {
      return JSON.readTree(body);
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.firstValue(name).orElse(null);
    }

    public Answer expect(int wanted) {
      assertEquals(wanted, status, this::text);
      return this;
    }
  }

  public Api as(String other) {
    return new Api(address, other);
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(3));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  public Answer send(HttpRequest request) {
    try {
      Answer answer = new Answer(HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray()));
      Contract.check(request.method(), request.uri().getPath(), answer.status());
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Answer get(String path) {
    return send(request(path).GET().build());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE().build());
  }

  public Answer json(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  public Answer post(String path, String body) {
    return json("POST", path, body);
  }

  public Answer octets(String method, String path, byte[] body) {
    return send(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .method(method, BodyPublishers.ofByteArray(body))
            .build());
  }

  /** A version from a file, as a form sends it. */
  public Answer createVersion(String model, String request, byte[] file) {
    return createVersion(model, request, "Content-Type: application/json\n", file);
  }

  /** The same with other headers of the request's part. */
  public Answer createVersion(String model, String request, String headers, byte[] file) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String boundary = "----boundary7d9";
    String head =
        """
        --%s
        Content-Disposition: form-data; name="request"
        %s
        %s
        --%s
        Content-Disposition: form-data; name="file"; filename="f"
        Content-Type: application/octet-stream

        """
            .formatted(boundary, headers, request, boundary);
    body.writeBytes(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    return send(
        request("/api/v1/models/%s/versions".formatted(model))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build());
  }

  /** Makes a version, waits for it, and offers it. */
  public int offer(String model, String request, byte[] file) {
    int version = createVersion(model, request, file).expect(202).json().get("version").asInt();
    String path = "/api/v1/models/%s/versions/%d".formatted(model, version);
    JsonNode made = await(path, v -> !v.get("state").asString().matches("QUEUED|.*ING"));
    assertEquals("READY", made.get("state").asString(), made::toString);
    post(path + "/activate", "").expect(200);
    return version;
  }

  /** Asks until the answer is as wanted. */
  public JsonNode await(String path, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    JsonNode last = get(path).expect(200).json();
    while (!wanted.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in time: " + last);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      last = get(path).expect(200).json();
    }
    return last;
  }

  /** A new tenant's view. */
  public Api tenant(String name, String limits) {
    String id =
        post(
                "/api/v1/tenants",
                "{\"name\":\"%s\",\"role\":\"DATA_OWNER\"%s}"
                    .formatted(name, limits == null ? "" : ",\"limits\":" + limits))
            .expect(201)
            .json()
            .get("id")
            .asString();
    return as(
        post("/api/v1/tenants/%s/tokens".formatted(id), "{\"name\":\"test\"}")
            .expect(201)
            .json()
            .get("token")
            .asString());
  }

  /** The first lines of a stream of events, until it ends. */
  public String events(String path) {
    try {
      HttpResponse<InputStream> r =
          HTTP.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = r.body()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
