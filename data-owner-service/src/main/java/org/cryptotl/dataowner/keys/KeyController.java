package org.cryptotl.dataowner.keys;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.List;
import org.cryptotl.dataowner.modelowner.Deleted;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The key pairs over HTTP. */
@RestController
@RequestMapping("/api/v1/keys")
class KeyController {

  record ExportRequest(@NotBlank @Size(max = 1000) String passphrase) {
    @Override
    public String toString() {
      return "ExportRequest[redacted]";
    }
  }

  record KeyImportRequest(
      @NotNull @Valid ModelRef model, @NotBlank @Size(max = 1000) String passphrase) {
    @Override
    public String toString() {
      return "KeyImportRequest[redacted]";
    }
  }

  private final Keys keys;

  KeyController(Keys keys) {
    this.keys = keys;
  }

  @GetMapping
  List<KeyPair> list() {
    return keys.list();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  KeyPair generate(@RequestBody @Valid ModelRef model) {
    return keys.generate(model);
  }

  @GetMapping("/{id}")
  KeyPair get(@PathVariable String id) {
    return keys.get(id);
  }

  @PostMapping("/{id}/rotate")
  @ResponseStatus(HttpStatus.ACCEPTED)
  KeyPair rotate(@PathVariable String id) {
    return keys.rotate(id);
  }

  @PostMapping("/{id}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  KeyPair retry(@PathVariable String id) {
    return keys.retry(id);
  }

  @PostMapping(path = "/{id}/export", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> export(
      @PathVariable String id, @RequestBody @Valid ExportRequest request) {
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("secret-key.ctlkey").build().toString())
        .body(keys.export(id, request.passphrase()));
  }

  @PostMapping(path = "/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  KeyPair add(@RequestPart @Valid KeyImportRequest request, @RequestPart MultipartFile file)
      throws IOException {
    return keys.add(request.model(), file.getBytes(), request.passphrase());
  }

  @DeleteMapping("/{id}")
  Deleted delete(@PathVariable String id) {
    return keys.delete(id);
  }
}
