package org.cryptotl.dataowner.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.cryptotl.dataowner.heads.FilePredictions;
import org.cryptotl.dataowner.heads.HeadImport;
import org.cryptotl.dataowner.heads.HeadRequest;
import org.cryptotl.dataowner.heads.HeadVersion;
import org.cryptotl.dataowner.heads.Heads;
import org.cryptotl.dataowner.heads.PredictionRequest;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.nn.transfer.HeadInput;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The forms of heads and of the playground: each does what the API does. */
@Controller
class HeadForms {

  private final Heads heads;
  private final FilePredictions files;
  private final Form form;

  HeadForms(Heads heads, FilePredictions files, Form form) {
    this.heads = heads;
    this.files = files;
    this.form = form;
  }

  @PostMapping("/heads")
  String train(
      @RequestParam String featureSetId,
      @RequestParam String name,
      @RequestParam(required = false) List<HeadInput> inputs,
      @RequestParam(defaultValue = "false") boolean balanced,
      @RequestParam(required = false) Long seed,
      @RequestParam(required = false) Integer folds,
      @RequestParam(required = false) Integer twoLayersFrom,
      @RequestParam(required = false) Integer hidden,
      @RequestParam(required = false) Integer epochs,
      @RequestParam(required = false) Integer patience,
      RedirectAttributes next) {
    HeadRequest request =
        new HeadRequest(
            featureSetId,
            name,
            inputs,
            balanced,
            seed,
            folds,
            twoLayersFrom,
            hidden,
            epochs,
            patience);
    String id = heads.train(form.valid(request)).id();
    return Form.done(next, "The training has begun.", "/heads/" + id);
  }

  @PostMapping("/heads/import")
  String importHead(
      @RequestParam String name,
      @RequestParam String model,
      @RequestParam MultipartFile file,
      @RequestParam(required = false) HeadInput input,
      @RequestParam(defaultValue = "") String labels,
      RedirectAttributes next)
      throws IOException {
    ModelVersion version = ModelChoice.version(model);
    HeadImport request =
        new HeadImport(
            name,
            version.modelOwnerId(),
            version.model(),
            version.version(),
            input,
            labels.lines().map(String::strip).filter(l -> !l.isEmpty()).toList());
    String id = heads.add(form.valid(request), file.getBytes()).id();
    return Form.done(next, "The head was imported.", "/heads/" + id);
  }

  @PostMapping("/heads/{id}/{act:cancel|delete}")
  String changeHead(@PathVariable String id, @PathVariable String act, RedirectAttributes next) {
    if (act.equals("cancel")) {
      heads.cancel(id);
      return Form.done(next, "The training was stopped.", "/heads/" + id);
    }
    heads.delete(id);
    return Form.done(next, "The head was deleted.", "/heads");
  }

  @PostMapping("/heads/{id}/onnx")
  ResponseEntity<byte[]> onnx(@PathVariable String id) {
    return Form.file("head.onnx", heads.onnx(id));
  }

  @PostMapping("/heads/{id}/file")
  ResponseEntity<byte[]> file(@PathVariable String id) {
    return Form.file("head.ctnn", heads.file(id));
  }

  @PostMapping("/playground/file")
  void classifyFile(
      @RequestParam String headId,
      @RequestParam MultipartFile file,
      @RequestParam(defaultValue = "") String textColumn,
      @RequestParam(required = false) Mode mode,
      HttpServletResponse response)
      throws IOException {
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment().filename("classified.csv").build().toString());
    try (InputStream in = file.getInputStream()) {
      files.predict(headId, in, textColumn.isBlank() ? null : textColumn, mode, response);
    }
  }

  @PostMapping("/playground")
  String classify(@RequestParam String headId, @RequestParam String sample, Model model) {
    HeadVersion head = heads.get(headId);
    PredictionRequest request =
        head.encoder().isEmpty()
            ? new PredictionRequest(null, List.of(numbers(sample)), null)
            : new PredictionRequest(List.of(sample), null, null);
    model.addAttribute("answer", heads.predict(headId, form.valid(request)));
    model.addAttribute("labels", head.labels());
    model.addAttribute("heads", heads.list());
    model.addAttribute("headId", headId);
    model.addAttribute("sample", sample);
    return "playground";
  }

  private static List<Float> numbers(String sample) {
    try {
      return Arrays.stream(sample.strip().split("[,;\\s]+")).map(Float::valueOf).toList();
    } catch (NumberFormatException _) {
      throw new Problem(
          ProblemType.INVALID_REQUEST, "expected numbers with commas or spaces between them");
    }
  }
}
