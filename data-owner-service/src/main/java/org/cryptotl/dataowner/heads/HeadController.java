package org.cryptotl.dataowner.heads;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.progress.Progress;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The heads over HTTP. */
@RestController
@RequestMapping("/api/v1/heads")
class HeadController {

  private final Heads heads;
  private final FilePredictions files;
  private final Progress progress;

  HeadController(Heads heads, FilePredictions files, Progress progress) {
    this.heads = heads;
    this.files = files;
    this.progress = progress;
  }

  @GetMapping
  List<HeadVersion> list() {
    return heads.list();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  HeadVersion train(@RequestBody @Valid HeadRequest request) {
    return heads.train(request);
  }

  @GetMapping("/{id}")
  HeadVersion get(@PathVariable String id) {
    return heads.get(id);
  }

  @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter watch(@PathVariable String id) {
    return progress.watch(() -> heads.get(id), head -> head.state() != HeadState.TRAINING);
  }

  @PostMapping("/{id}/cancel")
  HeadVersion cancel(@PathVariable String id) {
    return heads.cancel(id);
  }

  @GetMapping(path = "/{id}/onnx", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> onnx(@PathVariable String id) {
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("head.onnx").build().toString())
        .body(heads.onnx(id));
  }

  @GetMapping(path = "/{id}/file", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> file(@PathVariable String id) {
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("head.ctnn").build().toString())
        .body(heads.file(id));
  }

  @PostMapping(path = "/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  HeadVersion add(@RequestPart @Valid HeadImport request, @RequestPart MultipartFile file)
      throws IOException {
    return heads.add(request, file.getBytes());
  }

  @PostMapping("/{id}/predictions")
  Predictions predict(@PathVariable String id, @RequestBody @Valid PredictionRequest request) {
    return heads.predict(id, request);
  }

  @PostMapping(
      path = "/{id}/predictions/file",
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
      produces = "text/csv")
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  void predictFile(
      @PathVariable String id,
      @RequestPart MultipartFile file,
      @RequestParam(required = false) @Nullable String textColumn,
      @RequestParam(required = false) @Nullable Mode mode,
      HttpServletResponse response)
      throws IOException {
    try (InputStream in = file.getInputStream()) {
      files.predict(id, in, textColumn, mode, response);
    }
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    heads.delete(id);
  }
}
