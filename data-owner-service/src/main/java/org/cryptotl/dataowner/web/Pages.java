package org.cryptotl.dataowner.web;

import java.util.List;
import java.util.function.Supplier;
import org.cryptotl.dataowner.datasets.Dataset;
import org.cryptotl.dataowner.datasets.Datasets;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.heads.HeadReport;
import org.cryptotl.dataowner.heads.HeadVersion;
import org.cryptotl.dataowner.heads.Heads;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.modelowner.ModelOwner;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.OfferedModel;
import org.cryptotl.dataowner.problems.Problem;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** The pages that show; forms are at {@link Forms}. */
@Controller
class Pages {

  /**
   * A connection as a page shows it.
   *
   * @param owner the connection
   * @param models what it offers
   * @param failure why that cannot be said
   */
  record Offer(ModelOwner owner, List<OfferedModel> models, String failure) {}

  private static final int PREVIEW = 20;

  private final ModelOwners owners;
  private final Keys keys;
  private final Datasets datasets;
  private final Features features;
  private final Heads heads;
  private final JsonMapper json;

  Pages(
      ModelOwners owners,
      Keys keys,
      Datasets datasets,
      Features features,
      Heads heads,
      JsonMapper json) {
    this.owners = owners;
    this.keys = keys;
    this.datasets = datasets;
    this.features = features;
    this.heads = heads;
    this.json = json;
  }

  private void everything(Model model) {
    model.addAttribute("owners", owners.list());
    model.addAttribute("keys", keys.list());
    model.addAttribute("datasets", datasets.list());
    model.addAttribute("sets", features.list());
    model.addAttribute("heads", heads.list());
  }

  private List<Offer> offers() {
    return owners.list().stream().map(this::offer).toList();
  }

  private Offer offer(ModelOwner owner) {
    try {
      return new Offer(owner, owners.models(owner.id()), "");
    } catch (Problem e) {
      return new Offer(owner, List.of(), e.getMessage());
    }
  }

  @GetMapping("/login")
  String logIn() {
    return "login";
  }

  @GetMapping("/")
  String overview(Model model) {
    everything(model);
    return "overview";
  }

  @GetMapping("/connect")
  String connect(Model model) {
    model.addAttribute("offers", offers());
    return "connect";
  }

  @GetMapping("/keys")
  String keys(Model model) {
    everything(model);
    model.addAttribute("offers", offers());
    return "keys";
  }

  @GetMapping("/datasets")
  String datasets(Model model) {
    everything(model);
    return "datasets";
  }

  @GetMapping("/datasets/{id}")
  String dataset(@PathVariable String id, @RequestParam(defaultValue = "0") int from, Model model) {
    Dataset dataset = datasets.get(id);
    model.addAttribute("dataset", dataset);
    model.addAttribute("from", Math.max(0, from));
    model.addAttribute("rows", datasets.preview(id, Math.max(0, from), PREVIEW));
    return "dataset";
  }

  @GetMapping("/extraction")
  String extraction(Model model) {
    everything(model);
    model.addAttribute("offers", offers());
    return "extraction";
  }

  @GetMapping("/extraction/{id}")
  String featureSet(@PathVariable String id, Model model) {
    model.addAttribute("set", features.get(id));
    model.addAttribute("dataset", datasets.get(features.get(id).datasetId()));
    return "feature-set";
  }

  @GetMapping("/heads")
  String heads(Model model) {
    everything(model);
    return "heads";
  }

  @GetMapping("/heads/{id}")
  String head(@PathVariable String id, Model model) {
    HeadVersion head = heads.get(id);
    model.addAttribute("head", head);
    HeadReport report = head.report();
    model.addAttribute("curve", report == null ? "" : json.writeValueAsString(report.curve()));
    model.addAttribute("labels", labels(() -> heads.get(id).request().featureSetId()));
    return "head";
  }

  private List<String> labels(Supplier<String> featureSetId) {
    return datasets.get(features.get(featureSetId.get()).datasetId()).labels();
  }

  @GetMapping("/playground")
  String playground(@RequestParam(defaultValue = "") String headId, Model model) {
    everything(model);
    model.addAttribute("headId", headId);
    return "playground";
  }
}
