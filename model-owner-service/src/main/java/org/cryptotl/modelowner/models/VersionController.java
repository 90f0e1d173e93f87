package org.cryptotl.modelowner.models;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.modelowner.Progress;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.tenants.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Models, versions and manifests. */
@RestController
@RequestMapping("/api/v1/models")
class VersionController {

  /** Models by name. */
  record ModelList(List<Models.Model> models) {}

  private final Models models;
  private final Progress progress;

  VersionController(Models models, Progress progress) {
    this.models = models;
    this.progress = progress;
  }

  @GetMapping
  ModelList listModels(@AuthenticationPrincipal Caller caller) {
    return new ModelList(models.list(caller));
  }

  @PostMapping(path = "/{model}/versions", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<Version> createVersion(
      @PathVariable
          @Pattern(
              regexp = "[a-z0-9][a-z0-9-]{0,59}",
              message = "must be 1 to 60 small letters, digits and hyphens")
          String model,
      @Valid @RequestPart NewVersion request,
      @RequestPart MultipartFile file)
      throws IOException {
    try (InputStream in = file.getInputStream()) {
      Version version = models.create(model, request, in);
      return ResponseEntity.accepted()
          .location(URI.create("/api/v1/models/%s/versions/%d".formatted(model, version.version())))
          .body(version);
    }
  }

  @GetMapping("/{model}/versions/{version}")
  Version getVersion(
      @PathVariable String model,
      @PathVariable int version,
      @AuthenticationPrincipal Caller caller) {
    return models.find(caller, model, version).told();
  }

  @DeleteMapping("/{model}/versions/{version}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteVersion(
      @PathVariable String model, @PathVariable int version, @AuthenticationPrincipal Caller caller)
      throws IOException {
    models.delete(caller, model, version);
  }

  @GetMapping(
      path = "/{model}/versions/{version}/events",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter watchVersion(
      @PathVariable String model,
      @PathVariable int version,
      @AuthenticationPrincipal Caller caller) {
    models.find(caller, model, version);
    return progress.stream(
        () -> {
          try {
            return Optional.of(models.find(caller, model, version).told());
          } catch (Problem _) {
            return Optional.empty();
          }
        },
        v -> !v.state().isBeingMade());
  }

  @PostMapping("/{model}/versions/{version}/activate")
  Version activateVersion(
      @PathVariable String model,
      @PathVariable int version,
      @AuthenticationPrincipal Caller caller) {
    return models.activate(caller, model, version);
  }

  @PostMapping("/{model}/versions/{version}/retire")
  Version retireVersion(
      @PathVariable String model,
      @PathVariable int version,
      @AuthenticationPrincipal Caller caller) {
    return models.retire(caller, model, version);
  }

  @PostMapping("/{model}/versions/{version}/cancel")
  Version cancelVersion(
      @PathVariable String model,
      @PathVariable int version,
      @AuthenticationPrincipal Caller caller) {
    return models.cancel(caller, model, version);
  }

  @GetMapping(
      path = "/{model}/versions/{version}/manifests/{mode}",
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ModeCard> describeManifest(
      @PathVariable String model,
      @PathVariable int version,
      @PathVariable Mode mode,
      @AuthenticationPrincipal Caller caller) {
    ModeCard card = models.modeCard(caller, model, version, mode);
    return ResponseEntity.ok().eTag(card.manifestSha256()).body(card);
  }

  @GetMapping(
      path = "/{model}/versions/{version}/manifests/{mode}",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> getManifest(
      @PathVariable String model,
      @PathVariable int version,
      @PathVariable Mode mode,
      @AuthenticationPrincipal Caller caller) {
    Manifest manifest = models.manifest(caller, model, version, mode);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .eTag(ManifestHash.of(manifest))
        .body(WireWriter.toBytes(manifest));
  }
}
