package org.cryptotl.dataowner.web;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cryptotl.dataowner.datasets.Datasets;
import org.cryptotl.dataowner.datasets.ImportRequest;
import org.cryptotl.dataowner.datasets.SplitPlan;
import org.cryptotl.dataowner.features.FeatureRequest;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.heads.HeadRequest;
import org.cryptotl.dataowner.heads.Heads;
import org.cryptotl.dataowner.heads.PredictionRequest;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.modelowner.ConnectionRequest;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages' forms: each does what the API does, and goes back to a page. */
@Controller
class Forms {

  private final ModelOwners owners;
  private final Keys keys;
  private final Datasets datasets;
  private final Features features;
  private final Heads heads;
  private final Validator validator;

  Forms(
      ModelOwners owners,
      Keys keys,
      Datasets datasets,
      Features features,
      Heads heads,
      Validator validator) {
    this.owners = owners;
    this.keys = keys;
    this.datasets = datasets;
    this.features = features;
    this.heads = heads;
    this.validator = validator;
  }

  private <T> T valid(T request) {
    var violations = validator.validate(request);
    if (!violations.isEmpty()) {
      throw new Problem(
          ProblemType.INVALID_REQUEST,
          violations.stream().map(Forms::describe).sorted().collect(Collectors.joining("; ")));
    }
    return request;
  }

  private static String describe(ConstraintViolation<?> violation) {
    return violation.getPropertyPath() + " " + violation.getMessage();
  }

  private static String done(RedirectAttributes next, String what, String page) {
    next.addFlashAttribute("done", what);
    return "redirect:" + page;
  }

  @PostMapping("/connect")
  String connect(
      @RequestParam String name,
      @RequestParam String address,
      @RequestParam String token,
      RedirectAttributes next) {
    owners.connect(valid(new ConnectionRequest(name, address, token)));
    return done(next, "Connected. Make keys for a model next.", "/connect");
  }

  @PostMapping("/connect/{id}/delete")
  String disconnect(@PathVariable String id, RedirectAttributes next) {
    owners.delete(id);
    return done(next, "The connection was deleted with its keys and features.", "/connect");
  }

  @PostMapping("/keys")
  String makeKeys(
      @RequestParam String modelOwnerId,
      @RequestParam String model,
      @RequestParam int version,
      @RequestParam Mode mode,
      RedirectAttributes next) {
    keys.generate(valid(new ModelRef(modelOwnerId, model, version, mode)));
    return done(next, "Keys are being made and sent.", "/keys");
  }

  @PostMapping("/keys/{id}/{act:rotate|retry|delete}")
  String changeKeys(@PathVariable String id, @PathVariable String act, RedirectAttributes next) {
    switch (act) {
      case "rotate" -> keys.rotate(id);
      case "retry" -> keys.retry(id);
      default -> keys.delete(id);
    }
    return done(next, "Done: " + act + ".", "/keys");
  }

  @PostMapping("/keys/{id}/export")
  ResponseEntity<byte[]> exportKey(@PathVariable String id, @RequestParam String passphrase) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("secret-key.ctlkey").build().toString())
        .body(keys.export(id, passphrase));
  }

  @PostMapping("/datasets")
  String importDataset(
      @RequestParam String name,
      @RequestParam MultipartFile file,
      @RequestParam(defaultValue = "") String labelColumn,
      @RequestParam(defaultValue = "") String textColumn,
      @RequestParam(defaultValue = "") String vectorColumns,
      @RequestParam(defaultValue = "false") boolean skipBadRows,
      RedirectAttributes next)
      throws IOException {
    List<String> columns =
        Arrays.stream(vectorColumns.split(","))
            .map(String::strip)
            .filter(c -> !c.isEmpty())
            .toList();
    ImportRequest request =
        valid(new ImportRequest(name, labelColumn, textColumn, columns, skipBadRows, null));
    try (InputStream in = file.getInputStream()) {
      String id = datasets.create(request, in).id();
      return done(next, "The file was imported.", "/datasets/" + id);
    }
  }

  @PostMapping("/datasets/{id}/split")
  String split(
      @PathVariable String id,
      @RequestParam long seed,
      @RequestParam double validationShare,
      @RequestParam double testShare,
      RedirectAttributes next) {
    datasets.split(id, valid(new SplitPlan(seed, validationShare, testShare)));
    return done(next, "The rows were divided anew.", "/datasets/" + id);
  }

  @PostMapping("/datasets/{id}/delete")
  String deleteDataset(@PathVariable String id, RedirectAttributes next) {
    datasets.delete(id);
    return done(next, "The dataset was deleted with all that came of it.", "/datasets");
  }

  @PostMapping("/extraction")
  String extract(
      @RequestParam String datasetId,
      @RequestParam String model,
      @RequestParam(defaultValue = "") String mode,
      @RequestParam(required = false) Integer rows,
      RedirectAttributes next) {
    String[] parts = model.split("/", 3);
    if (parts.length != 3 || !parts[2].matches("[0-9]{1,9}")) {
      throw new Problem(ProblemType.INVALID_REQUEST, "expected a model of the list");
    }
    FeatureRequest request =
        new FeatureRequest(
            datasetId,
            parts[0],
            parts[1],
            Integer.parseInt(parts[2]),
            mode.isEmpty() ? null : Mode.valueOf(mode),
            rows);
    String id = features.extract(valid(request)).id();
    return done(next, "The extraction has begun.", "/extraction/" + id);
  }

  @PostMapping("/extraction/{id}/{act:cancel|resume|delete}")
  String changeExtraction(
      @PathVariable String id,
      @PathVariable String act,
      @RequestParam(required = false) Integer rows,
      RedirectAttributes next) {
    switch (act) {
      case "cancel" -> features.cancel(id);
      case "resume" -> features.resume(id, rows);
      default -> features.delete(id);
    }
    String page = act.equals("delete") ? "/extraction" : "/extraction/" + id;
    return done(next, "Done: " + act + ".", page);
  }

  @PostMapping("/heads")
  String train(
      @RequestParam String featureSetId,
      @RequestParam String name,
      @RequestParam(defaultValue = "1") long seed,
      @RequestParam(defaultValue = "false") boolean balanced,
      RedirectAttributes next) {
    String id = heads.train(valid(new HeadRequest(featureSetId, name, null, balanced, seed))).id();
    return done(next, "The training has begun.", "/heads/" + id);
  }

  @PostMapping("/heads/{id}/{act:cancel|delete}")
  String changeHead(@PathVariable String id, @PathVariable String act, RedirectAttributes next) {
    if (act.equals("cancel")) {
      heads.cancel(id);
      return done(next, "The training was stopped.", "/heads/" + id);
    }
    heads.delete(id);
    return done(next, "The head was deleted.", "/heads");
  }

  @PostMapping("/heads/{id}/onnx")
  ResponseEntity<byte[]> onnx(@PathVariable String id) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("head.onnx").build().toString())
        .body(heads.onnx(id));
  }

  @PostMapping("/playground")
  String classify(@RequestParam String headId, @RequestParam String sample, Model model) {
    PredictionRequest request =
        isVector(headId)
            ? new PredictionRequest(null, List.of(numbers(sample)), null)
            : new PredictionRequest(List.of(sample), null, null);
    model.addAttribute("answer", heads.predict(headId, valid(request)));
    model.addAttribute("labels", labels(headId));
    model.addAttribute("heads", heads.list());
    model.addAttribute("headId", headId);
    model.addAttribute("sample", sample);
    return "playground";
  }

  private boolean isVector(String headId) {
    return features.get(heads.get(headId).request().featureSetId()).encoder().isEmpty();
  }

  private List<String> labels(String headId) {
    String set = heads.get(headId).request().featureSetId();
    return datasets.get(features.get(set).datasetId()).labels();
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
