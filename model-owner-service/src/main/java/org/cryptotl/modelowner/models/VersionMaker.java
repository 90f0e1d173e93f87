package org.cryptotl.modelowner.models;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.cryptotl.he.HeException;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.models.Version.State;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.modelowner.training.BaseTrainer;
import org.cryptotl.modelowner.training.EpochReport;
import org.cryptotl.modelowner.training.TrainedBase;
import org.cryptotl.modelowner.training.TrainingReport;
import org.cryptotl.nn.format.AuthorsWeights;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.ModelFormatException;
import org.cryptotl.nn.format.StoredModel;
import org.cryptotl.nn.onnx.OnnxReader;
import org.cryptotl.nn.scaling.Scaler;
import org.cryptotl.nn.training.DivergenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/** Makes a version from its file: trains or imports, lowers, plans, and writes the card. */
@Component
class VersionMaker {

  private static final Logger LOG = LoggerFactory.getLogger(VersionMaker.class);

  private static final long MOST_WEIGHTS = 1L << 25;

  /** After so many epochs every tenth is told. */
  private static final int EPOCHS_TOLD = 1000;

  /** Milliseconds between looks whether somebody cancelled. */
  private static final long LOOK_MILLIS = 500;

  private final VersionStore versions;
  private final BlobStore blobs;
  private final BaseTrainer trainer;
  private final Clock clock;
  private final long maxBundleBytes;
  private final String release;

  VersionMaker(
      VersionStore versions,
      BlobStore blobs,
      BaseTrainer trainer,
      Clock clock,
      CryptotlProperties properties,
      ObjectProvider<BuildProperties> build) {
    this.versions = versions;
    this.blobs = blobs;
    this.trainer = trainer;
    this.clock = clock;
    this.maxBundleBytes = properties.keys().maxBundleBytes();
    this.release = build.stream().map(BuildProperties::getVersion).findFirst().orElse(null);
  }

  /** What a file became. */
  private record Made(StoredModel model, List<float[]> samples, TrainingReport training) {}

  /**
   * Makes a version, from the beginning if an earlier attempt was interrupted.
   *
   * @param stopping whether this process is about to end: the work is then left to a later one
   * @throws IllegalStateException if it was left
   */
  void make(String model, int number, BooleanSupplier stopping) throws IOException {
    StoredVersion version = versions.find(model, number).orElse(null);
    if (version == null || !version.state().isBeingMade()) {
      return;
    }
    try {
      Optional<Made> made = read(version, stopping);
      if (made.isPresent()
          && versions.move(version, State.PLANNING, State.QUEUED, State.TRAINING, State.PLANNING)) {
        plan(version, made.get());
        versions.move(version, State.READY, State.PLANNING);
      }
      if (made.isEmpty() && stopping.getAsBoolean()) {
        throw new IllegalStateException("the service stops: training begins anew elsewhere");
      }
    } catch (Problem
        | HeException
        | ModelFormatException
        | DivergenceException
        | IllegalArgumentException e) {
      LOG.info("version {} of {} failed: {}", number, model, e.getMessage());
      versions.fail(version, shortened(e.getMessage()));
    } catch (OutOfMemoryError e) {
      LOG.error("version {} of {} needs more memory than there is", number, model, e);
      versions.fail(version, "planning needs more memory than the service has");
    }
  }

  private static String shortened(String message) {
    return message.substring(0, Math.min(4000, message.length()));
  }

  private Optional<Made> read(StoredVersion version, BooleanSupplier stopping) throws IOException {
    NewVersion request = version.request();
    try (InputStream file = blobs.open(version.sourceBlob(), 0)) {
      StoredModel model =
          switch (request.source()) {
            case MODEL_FILE -> ModelFile.read(file, MOST_WEIGHTS);
            case ONNX -> StoredModel.of(OnnxReader.read(file));
            case AUTHORS_TEXT -> StoredModel.of(AuthorsWeights.read(file));
            case CSV -> null;
          };
      if (model == null) {
        return train(version, file, stopping);
      }
      int inputs = model.network().input().size();
      List<float[]> samples = SampleRows.random(inputs, request.low(), request.high());
      return Optional.of(new Made(model, samples, null));
    }
  }

  private Optional<Made> train(StoredVersion version, InputStream csv, BooleanSupplier stopping)
      throws IOException {
    if (!versions.move(version, State.TRAINING, State.QUEUED, State.TRAINING, State.PLANNING)) {
      return Optional.empty();
    }
    List<EpochReport> epochs = new ArrayList<>();
    Optional<TrainedBase> base =
        trainer.train(
            version.request().training(),
            csv,
            epoch -> {
              if (epochs.size() < EPOCHS_TOLD || epoch.number() % 10 == 0) {
                epochs.add(epoch);
                versions.progress(version, epochs);
              }
            },
            new Looking(version, stopping));
    return base.map(b -> new Made(b.model(), b.samples(), b.report()));
  }

  /** Asks the database now and then whether the version was cancelled. */
  private final class Looking implements BooleanSupplier {

    private final StoredVersion version;
    private final BooleanSupplier stopping;
    private long lookedAt;
    private boolean cancelled;

    Looking(StoredVersion version, BooleanSupplier stopping) {
      this.version = version;
      this.stopping = stopping;
    }

    @Override
    public boolean getAsBoolean() {
      if (clock.millis() - lookedAt > LOOK_MILLIS) {
        lookedAt = clock.millis();
        cancelled =
            versions
                .find(version.model(), version.version())
                .map(v -> !v.state().isBeingMade())
                .orElse(true);
      }
      return cancelled || stopping.getAsBoolean();
    }
  }

  private void plan(StoredVersion version, Made made) throws IOException {
    Blueprint blueprint = Blueprint.of(version.request(), made.model(), made.samples());
    Map<Mode, Manifest> manifests = new EnumMap<>(Mode.class);
    List<ModeCard> modes = new ArrayList<>();
    for (Mode mode : version.request().modes()) {
      Plan plan = blueprint.plan(mode);
      Manifest manifest = plan.manifest();
      requireKeys(mode, manifest);
      manifests.put(mode, manifest);
      modes.add(ModeCard.of(mode, manifest, blueprint.measure(plan)));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelFile.write(made.model(), file);
    String name = "models/%s/%d".formatted(version.model(), version.version());
    put(name + "/model", file.toByteArray());
    put(name + "/samples", SampleRows.write(made.samples()));
    versions.made(version, name + "/model", name + "/samples");
    versions.planned(version, card(version.request(), made, blueprint, modes), manifests);
  }

  private void put(String key, byte[] bytes) throws IOException {
    blobs.append(key, 0, new ByteArrayInputStream(bytes), bytes.length);
  }

  private void requireKeys(Mode mode, Manifest manifest) {
    long bytes =
        WireSize.publicKey(manifest.parameters().rlwe()) + WireSize.evaluationKeys(manifest);
    if (bytes > maxBundleBytes) {
      throw new Problem(
          ProblemType.UNSUPPORTED_MODEL,
          "in mode %s the plan asks every tenant for %d bytes of keys, expected at most %d"
                  .formatted(mode, bytes, maxBundleBytes)
              + " (cryptotl.keys.max-bundle-bytes); take a smaller network or another mode");
    }
  }

  private Card card(NewVersion request, Made made, Blueprint blueprint, List<ModeCard> modes) {
    return new Card(
        made.model().network().input().size(),
        made.model().network().output().size(),
        request.low(),
        request.high(),
        made.model().notes().get("encoder"),
        made.model().scaler().map(VersionMaker::scaler).orElse(null),
        blueprint.network().maxError(),
        modes,
        made.training(),
        release);
  }

  private static Card.ScalerDocument scaler(Scaler scaler) {
    return new Card.ScalerDocument(
        scaler.kind().name(), list(scaler.offsets()), list(scaler.factors()));
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
