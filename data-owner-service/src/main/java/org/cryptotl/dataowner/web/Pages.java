package org.cryptotl.dataowner.web;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryptotl.dataowner.datasets.Dataset;
import org.cryptotl.dataowner.datasets.Datasets;
import org.cryptotl.dataowner.features.FeatureSet;
import org.cryptotl.dataowner.features.FeatureState;
import org.cryptotl.dataowner.features.Features;
import org.cryptotl.dataowner.heads.HeadReport;
import org.cryptotl.dataowner.heads.HeadState;
import org.cryptotl.dataowner.heads.HeadVersion;
import org.cryptotl.dataowner.heads.Heads;
import org.cryptotl.dataowner.heads.TrainingCurves;
import org.cryptotl.dataowner.keys.KeyState;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.modelowner.Card;
import org.cryptotl.dataowner.modelowner.ModelOwner;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.OfferedModel;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.nn.transfer.HeadOptions;
import org.jspecify.annotations.Nullable;
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

  /** What the curves of a head are drawn from. */
  record Plots(List<HeadReport.CurvePoint> curve, @Nullable TrainingCurves curves) {}

  private static final int PREVIEW = 20;

  /** Whether a page without scripts has to be loaded again and again. */
  private static final String RUNNING = "running";

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
    model.addAttribute(
        "datasetNames",
        datasets.list().stream().collect(Collectors.toMap(Dataset::id, Dataset::name)));
    model.addAttribute("sets", features.list());
    model.addAttribute("heads", heads.list());
  }

  private List<Offer> offers() {
    return owners.list().stream().map(this::offer).toList();
  }

  /** Manifests that the offered models have at present, by their hashes. */
  private static Set<String> manifests(List<Offer> offers) {
    return offers.stream()
        .flatMap(offer -> offer.models().stream())
        .flatMap(m -> Stream.ofNullable(m.card().modes()).flatMap(List::stream))
        .map(Card.ModeCard::manifestSha256)
        .collect(Collectors.toSet());
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
    List<Offer> offers = offers();
    model.addAttribute("offers", offers);
    model.addAttribute("manifests", manifests(offers));
    model.addAttribute(
        "unknown",
        offers.stream().filter(o -> !o.failure().isEmpty()).map(o -> o.owner().id()).toList());
    model.addAttribute(
        RUNNING, keys.list().stream().anyMatch(k -> k.state() == KeyState.UPLOADING));
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
    FeatureSet set = features.get(id);
    Dataset dataset = datasets.get(set.datasetId());
    model.addAttribute("set", set);
    model.addAttribute("dataset", dataset);
    model.addAttribute("outlook", outlook(set, dataset));
    model.addAttribute(RUNNING, set.state() == FeatureState.RUNNING);
    return "feature-set";
  }

  /** What the rest of a dataset would cost; null where nothing is left, or not known. */
  private @Nullable Outlook outlook(FeatureSet set, Dataset dataset) {
    boolean known = set.statistics().requests() > 0;
    return known && set.doneRows() < dataset.rows()
        ? Outlook.of(set, dataset.rows(), features.capacity(set))
        : null;
  }

  @GetMapping("/heads")
  String heads(Model model) {
    everything(model);
    model.addAttribute("offers", offers());
    model.addAttribute("usual", HeadOptions.standard());
    return "heads";
  }

  @GetMapping("/heads/{id}")
  String head(@PathVariable String id, Model model) {
    HeadVersion head = heads.get(id);
    model.addAttribute("head", head);
    model.addAttribute("plots", json.writeValueAsString(new Plots(head.curve(), head.curves())));
    model.addAttribute(RUNNING, head.state() == HeadState.TRAINING);
    if (head.report() != null && head.request() != null) {
      FeatureSet set = features.get(head.request().featureSetId());
      Dataset dataset = datasets.get(set.datasetId());
      if (set.rows() < dataset.rows()) {
        model.addAttribute("pilot", Pilot.of(head.report()).orElse(null));
        model.addAttribute("set", set);
        model.addAttribute("dataset", dataset);
        model.addAttribute("outlook", outlook(set, dataset));
      }
    }
    return "head";
  }

  @GetMapping("/playground")
  String playground(@RequestParam(defaultValue = "") String headId, Model model) {
    everything(model);
    model.addAttribute("headId", headId);
    return "playground";
  }
}
