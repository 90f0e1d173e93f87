package org.cryptotl.dataowner.modelowner;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** What this service uses of the model owner's contract, {@code openapi/model-owner.yaml}. */
@HttpExchange("/api/v1")
interface ModelOwnerApi {

  record Budget(String model, @Nullable Long remaining) {}

  record Limits(@Nullable Long samplesPerModel) {}

  record Account(
      String name, String role, @Nullable Limits limits, @Nullable List<Budget> budgets) {}

  record Model(String name, @Nullable Integer activeVersion, @Nullable List<Integer> versions) {}

  record ModelList(List<Model> models) {}

  record Version(String model, int version, String state, @Nullable Card card) {}

  record NewKeyBundle(String manifestSha256) {}

  record KeyBundle(
      String id, String state, long totalBytes, long receivedBytes, @Nullable String failure) {}

  @GetExchange("/account")
  Account account();

  @GetExchange("/models")
  ModelList models();

  @GetExchange("/models/{model}/versions/{version}")
  Version version(@PathVariable String model, @PathVariable int version);

  @GetExchange(
      url = "/models/{model}/versions/{version}/manifests/{mode}",
      accept = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> manifest(
      @PathVariable String model,
      @PathVariable int version,
      @PathVariable Mode mode,
      @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String etag);

  @PostExchange("/evaluation-keys")
  KeyBundle createKeyBundle(@RequestBody NewKeyBundle bundle);

  @GetExchange("/evaluation-keys/{id}")
  KeyBundle keyBundle(@PathVariable String id);

  @PutExchange(
      url = "/evaluation-keys/{id}/content",
      contentType = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  KeyBundle uploadKeys(
      @PathVariable String id, @RequestParam long offset, @RequestBody byte[] part);

  @DeleteExchange("/evaluation-keys/{id}")
  void deleteKeyBundle(@PathVariable String id);

  @PostExchange(
      url = "/models/{model}/versions/{version}/evaluations",
      contentType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
      accept = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> evaluate(
      @PathVariable String model,
      @PathVariable int version,
      @RequestParam Mode mode,
      @RequestParam String keys,
      @RequestBody byte[] ciphertexts);
}
