package org.cryptotl.dataowner.features;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.cryptotl.dataowner.progress.Progress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The feature sets over HTTP. */
@RestController
@RequestMapping("/api/v1/feature-sets")
class FeatureController {

  private final Features features;
  private final Progress progress;

  FeatureController(Features features, Progress progress) {
    this.features = features;
    this.progress = progress;
  }

  @GetMapping
  List<FeatureSet> list() {
    return features.list();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  FeatureSet extract(@RequestBody @Valid FeatureRequest request) {
    return features.extract(request);
  }

  @PostMapping("/outlook")
  FeatureOutlook outlook(@RequestBody @Valid FeatureRequest request) {
    return features.outlook(request);
  }

  @GetMapping("/{id}")
  FeatureSet get(@PathVariable String id) {
    return features.get(id);
  }

  @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter watch(@PathVariable String id) {
    return progress.watch(() -> features.get(id), set -> set.state() != FeatureState.RUNNING);
  }

  @PostMapping("/{id}/cancel")
  FeatureSet cancel(@PathVariable String id) {
    return features.cancel(id);
  }

  @PostMapping("/{id}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  FeatureSet resume(
      @PathVariable String id, @RequestParam(required = false) @Min(2) @Nullable Integer rows) {
    return features.resume(id, rows);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    features.delete(id);
  }
}
