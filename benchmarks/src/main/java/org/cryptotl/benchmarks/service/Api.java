package org.cryptotl.benchmarks.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service's interface as far as the benchmark prepares with it. */
record Api(int port, String token) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String BOUNDARY = "----boundary7d9";

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + token);
  }

  private static byte[] send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "%s: %d %s"
              .formatted(
                  request.uri(),
                  answer.statusCode(),
                  new String(answer.body(), StandardCharsets.UTF_8)));
    }
    return answer.body();
  }

  Api as(String other) {
    return new Api(port, other);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(request(path).build()));
  }

  byte[] octets(String path) throws IOException, InterruptedException {
    return send(request(path).header("Accept", "application/octet-stream").build());
  }

  JsonNode post(String path, String json) throws IOException, InterruptedException {
    return JSON.readTree(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build()));
  }

  JsonNode put(String path, byte[] octets) throws IOException, InterruptedException {
    return JSON.readTree(
        send(
            request(path)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(octets))
                .build()));
  }

  /** Makes a version from a file and waits until it is ready. */
  JsonNode createVersion(String model, String json, byte[] file)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    part(body, "name=\"request\"", "application/json", json.getBytes(StandardCharsets.UTF_8));
    part(body, "name=\"file\"; filename=\"f\"", "application/octet-stream", file);
    body.writeBytes("--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));
    String versions = "/api/v1/models/%s/versions".formatted(model);
    JsonNode version =
        JSON.readTree(
            send(
                request(versions)
                    .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                    .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                    .build()));
    String path = versions + "/" + version.get("version").asInt();
    while (version.get("state").asString().matches("QUEUED|.*ING")) {
      Thread.sleep(100);
      version = get(path);
    }
    if (!version.get("state").asString().equals("READY")) {
      throw new IOException("the version was not made: " + version);
    }
    return post(path + "/activate", "");
  }

  private static void part(ByteArrayOutputStream to, String name, String type, byte[] content) {
    to.writeBytes(
        "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, name, type)
            .getBytes(StandardCharsets.UTF_8));
    to.writeBytes(content);
    to.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  /** A figure of the service's: the sum of all lines that begin so. */
  double metric(String beginning) throws IOException, InterruptedException {
    String all = new String(send(request("/actuator/prometheus").build()), StandardCharsets.UTF_8);
    return all.lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
