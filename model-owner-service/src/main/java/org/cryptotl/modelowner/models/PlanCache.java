package org.cryptotl.modelowner.models;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.plan.Plan;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.cryptotl.nn.format.ModelFile;
import org.cryptotl.nn.format.StoredModel;
import org.springframework.stereotype.Component;

/**
 * The plans that were used last, with their encoded weights. Planning takes seconds and is done by
 * one caller at a time; the others that want the same plan wait for it.
 */
@Component
class PlanCache {

  private record Key(String model, int version, Mode mode) {}

  /** A place for a plan; whoever fills it holds its lock. */
  private static final class Slot {
    private Plan plan;

    /** Whether this release plans the version differently, which takes as long to find out. */
    private boolean stale;
  }

  private final VersionStore versions;
  private final BlobStore blobs;
  private final int most;
  private final Map<Key, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  PlanCache(VersionStore versions, BlobStore blobs, CryptotlProperties properties) {
    this.versions = versions;
    this.blobs = blobs;
    this.most = properties.plans().cached();
  }

  Plan get(String model, int version, Mode mode) throws IOException {
    Slot slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(new Key(model, version, mode), _ -> new Slot());
      while (slots.size() > most) {
        slots.remove(slots.keySet().iterator().next());
      }
    }
    synchronized (slot) {
      if (slot.plan == null && !slot.stale) {
        StoredVersion stored =
            versions.find(model, version).orElseThrow(() -> Problem.notFound("version"));
        Plan plan = load(stored, mode);
        slot.stale = !ManifestHash.of(plan.manifest()).equals(stored.manifests().get(mode));
        slot.plan = slot.stale ? null : plan;
      }
      if (slot.stale) {
        throw new Problem(
            ProblemType.STALE_MANIFEST,
            "this release plans the version differently; it has to be made anew");
      }
      return slot.plan;
    }
  }

  private Plan load(StoredVersion version, Mode mode) throws IOException {
    StoredModel model;
    List<float[]> samples;
    try (InputStream in = blobs.open(version.modelBlob(), 0)) {
      model = ModelFile.read(in, Integer.MAX_VALUE);
    }
    try (InputStream in = blobs.open(version.samplesBlob(), 0)) {
      samples = SampleRows.read(in);
    }
    return Blueprint.of(version.request(), model, samples).plan(mode);
  }
}
