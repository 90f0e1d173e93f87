package org.cryptotl.dataowner.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cryptotl.dataowner.datasets.Datasets;
import org.cryptotl.dataowner.datasets.ImportRequest;
import org.cryptotl.dataowner.datasets.SplitPlan;
import org.cryptotl.dataowner.features.FeatureOutlook;
import org.cryptotl.dataowner.features.FeatureRequest;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.modelowner.ConnectionChange;
import org.cryptotl.dataowner.modelowner.ConnectionRequest;
import org.cryptotl.dataowner.modelowner.Mode;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The forms of connections, datasets and extractions: each does what the API does. */
@Controller
class Forms {

  private final ModelOwners owners;
  private final Datasets datasets;
  private final Features features;
  private final Form form;

  Forms(ModelOwners owners, Datasets datasets, Features features, Form form) {
    this.owners = owners;
    this.datasets = datasets;
    this.features = features;
    this.form = form;
  }

  @PostMapping("/connect")
  String connect(
      @RequestParam String name,
      @RequestParam String address,
      @RequestParam String token,
      RedirectAttributes next) {
    owners.connect(form.valid(new ConnectionRequest(name, address, token)));
    return Form.done(next, "Connected. Make keys for a model next.", "/connect");
  }

  @PostMapping("/connect/{id}")
  String changeConnection(
      @PathVariable String id,
      @RequestParam String address,
      @RequestParam String token,
      RedirectAttributes next) {
    owners.change(id, form.valid(new ConnectionChange(address, token)));
    return Form.done(next, "The connection was changed; its keys stay.", "/connect");
  }

  @PostMapping("/connect/{id}/delete")
  String disconnect(@PathVariable String id, RedirectAttributes next) {
    String left = owners.delete(id).told();
    return Form.done(
        next, "The connection was deleted with its keys and features. " + left, "/connect");
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
        form.valid(new ImportRequest(name, labelColumn, textColumn, columns, skipBadRows, null));
    try (InputStream in = file.getInputStream()) {
      String id = datasets.create(request, in).id();
      return Form.done(next, "The file was imported.", "/datasets/" + id);
    }
  }

  @PostMapping("/datasets/{id}/split")
  String split(
      @PathVariable String id,
      @RequestParam long seed,
      @RequestParam double validationShare,
      @RequestParam double testShare,
      RedirectAttributes next) {
    datasets.split(id, form.valid(new SplitPlan(seed, validationShare, testShare)));
    return Form.done(next, "The rows were divided anew.", "/datasets/" + id);
  }

  @PostMapping("/datasets/{id}/delete")
  String deleteDataset(@PathVariable String id, RedirectAttributes next) {
    datasets.delete(id);
    return Form.done(next, "The dataset was deleted with all that came of it.", "/datasets");
  }

  @PostMapping("/extraction")
  String extract(
      @RequestParam String datasetId,
      @RequestParam String model,
      @RequestParam(defaultValue = "") String mode,
      @RequestParam(required = false) Integer rows,
      RedirectAttributes next) {
    String id = features.extract(request(datasetId, model, mode, rows)).id();
    return Form.done(next, "The extraction has begun.", "/extraction/" + id);
  }

  @PostMapping("/extraction/outlook")
  String outlook(
      @RequestParam String datasetId,
      @RequestParam String model,
      @RequestParam(defaultValue = "") String mode,
      @RequestParam(required = false) Integer rows,
      RedirectAttributes next) {
    FeatureOutlook outlook = features.outlook(request(datasetId, model, mode, rows));
    String left =
        outlook.budgetLeft() == null
            ? "The model owner does not tell what is left of it."
            : "%,d are left of it.".formatted(outlook.budgetLeft());
    next.addAttribute("datasetId", datasetId);
    return Form.done(
        next,
        "Features of %,d rows would be extracted in %s mode, with up to %,d requests that are charged %,d samples of the query budget. "
                .formatted(
                    outlook.rows(),
                    outlook.mode().name().toLowerCase(Locale.ROOT),
                    outlook.requests(),
                    outlook.chargedSamples())
            + left,
        "/extraction");
  }

  private FeatureRequest request(String datasetId, String model, String mode, Integer rows) {
    ModelVersion version = ModelChoice.version(model);
    return form.valid(
        new FeatureRequest(
            datasetId,
            version.modelOwnerId(),
            version.model(),
            version.version(),
            mode.isEmpty() ? null : Mode.of(mode),
            rows));
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
    return act.equals("delete")
        ? Form.done(next, "The features were deleted.", "/extraction")
        : Form.done(
            next,
            act.equals("cancel") ? "Paused; what is done stays." : "The extraction goes on.",
            "/extraction/" + id);
  }
}
