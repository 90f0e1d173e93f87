package org.cryptotl.modelowner.evaluationkeys;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.cryptotl.modelowner.tenants.Caller;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's own bundles of keys. */
@RestController
@RequestMapping("/api/v1/evaluation-keys")
class KeyController {

  /** What keys are announced for. */
  record NewKeyBundle(
      @NotNull
          @Pattern(regexp = "[0-9a-f]{64}", message = "must be 64 hexadecimal digits in lower case")
          String manifestSha256) {}

  /** Bundles by age. */
  record KeyBundleList(List<KeyBundle> bundles) {}

  private final KeyBundles bundles;

  KeyController(KeyBundles bundles) {
    this.bundles = bundles;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<KeyBundle> createKeyBundle(
      @Valid @RequestBody NewKeyBundle body, @AuthenticationPrincipal Caller caller) {
    KeyBundle bundle = bundles.create(caller, body.manifestSha256());
    return ResponseEntity.created(URI.create("/api/v1/evaluation-keys/" + bundle.id()))
        .body(bundle);
  }

  @GetMapping
  KeyBundleList listKeyBundles(@AuthenticationPrincipal Caller caller) {
    return new KeyBundleList(bundles.list(caller));
  }

  @GetMapping("/{bundleId}")
  KeyBundle getKeyBundle(@PathVariable String bundleId, @AuthenticationPrincipal Caller caller) {
    return bundles.find(caller.tenantId(), bundleId);
  }

  @DeleteMapping("/{bundleId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteKeyBundle(@PathVariable String bundleId, @AuthenticationPrincipal Caller caller)
      throws IOException {
    bundles.delete(caller.tenantId(), bundleId);
  }

  @PutMapping(path = "/{bundleId}/content", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  KeyBundle uploadKeys(
      @PathVariable String bundleId,
      @RequestParam(defaultValue = "0") @Min(0) long offset,
      @RequestBody(required = false) InputStreamResource body,
      HttpServletRequest request,
      @AuthenticationPrincipal Caller caller)
      throws IOException {
    try (InputStream in = body == null ? InputStream.nullInputStream() : body.getInputStream()) {
      return bundles.upload(caller, bundleId, offset, request.getContentLengthLong(), in);
    }
  }
}
