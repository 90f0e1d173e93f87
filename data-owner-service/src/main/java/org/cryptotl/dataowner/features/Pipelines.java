package org.cryptotl.dataowner.features;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cryptotl.dataowner.encoders.Encoders;
import org.cryptotl.dataowner.keys.KeyPair;
import org.cryptotl.dataowner.keys.KeyState;
import org.cryptotl.dataowner.keys.Keys;
import org.cryptotl.dataowner.modelowner.Card;
import org.cryptotl.dataowner.modelowner.Manifests;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.springframework.stereotype.Component;

/**
 * Makes pipelines out of connections, cards and keys. Those of present keys are kept, so that a
 * prediction asks the model owner for nothing but its evaluation.
 */
@Component
class Pipelines {

  private final ModelOwners owners;
  private final Manifests manifests;
  private final Keys keys;
  private final Encoders encoders;
  private final Map<ModelRef, Pipeline> kept = new ConcurrentHashMap<>();

  Pipelines(ModelOwners owners, Manifests manifests, Keys keys, Encoders encoders) {
    this.owners = owners;
    this.manifests = manifests;
    this.keys = keys;
    this.encoders = encoders;
  }

  Card card(ModelRef model) {
    return owners.model(model.modelOwnerId(), model.model(), model.version()).card();
  }

  Optional<Long> budgetLeft(ModelRef model) {
    return owners.peer(model.modelOwnerId()).budgetLeft(model.model());
  }

  /** A pipeline with the keys that are ready for a model's present manifest. */
  Pipeline present(ModelRef model) {
    Pipeline pipeline = kept.get(model);
    return pipeline != null && keys.isUnchanged(pipeline.pair()) ? pipeline : anew(model);
  }

  /**
   * The same after a look at the manifest.
   *
   * @throws Problem that says what to do if there are no keys for it
   */
  Pipeline anew(ModelRef model) {
    kept.remove(model);
    Pipeline pipeline = open(model, keys.ready(model));
    kept.put(model, pipeline);
    return pipeline;
  }

  /**
   * A pipeline with keys that were chosen before.
   *
   * @throws Problem {@link ProblemType#STALE_MANIFEST} if the manifest is another one by now
   */
  Pipeline with(ModelRef model, String keyPairId) {
    KeyPair pair = keys.get(keyPairId);
    if (pair.state() != KeyState.READY) {
      throw new Problem(ProblemType.CONFLICT, "the keys are not ready; look at the keys");
    }
    if (!manifests.current(model).sha256().equals(pair.manifestSha256())) {
      throw new Problem(
          ProblemType.STALE_MANIFEST,
          "the model owner has another manifest for %s than when the keys were made; make new keys and extract the features again"
              .formatted(model));
    }
    return open(model, pair);
  }

  private Pipeline open(ModelRef model, KeyPair pair) {
    return new Pipeline(
        model, card(model), pair, keys, () -> owners.peer(model.modelOwnerId()), encoders);
  }
}
