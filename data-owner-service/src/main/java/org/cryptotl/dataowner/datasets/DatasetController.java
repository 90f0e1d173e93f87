package org.cryptotl.dataowner.datasets;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The datasets over HTTP. */
@RestController
@RequestMapping("/api/v1/datasets")
class DatasetController {

  private final Datasets datasets;

  DatasetController(Datasets datasets) {
    this.datasets = datasets;
  }

  @GetMapping
  List<Dataset> list() {
    return datasets.list();
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  Dataset create(@RequestPart @Valid ImportRequest request, @RequestPart MultipartFile file)
      throws IOException {
    try (InputStream in = file.getInputStream()) {
      return datasets.create(request, in);
    }
  }

  @GetMapping("/{id}")
  Dataset get(@PathVariable String id) {
    return datasets.get(id);
  }

  @GetMapping("/{id}/rows")
  List<PreviewRow> preview(
      @PathVariable String id,
      @RequestParam(defaultValue = "0") @Min(0) int from,
      @RequestParam(defaultValue = "20") @Min(1) @Max(1000) int count) {
    return datasets.preview(id, from, count);
  }

  @PutMapping("/{id}/split")
  Dataset split(@PathVariable String id, @RequestBody @Valid SplitPlan plan) {
    return datasets.split(id, plan);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    datasets.delete(id);
  }
}
