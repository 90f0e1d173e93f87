package org.cryptotl.dataowner.features;

import java.time.Instant;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * The features of a dataset's first rows by one model.
 *
 * @param id of the set
 * @param datasetId whose rows
 * @param model by which
 * @param keyPairId under which keys
 * @param encoder of texts; empty for vectors
 * @param rows how many are wanted
 * @param doneRows how many there are
 * @param inputs entries of an embedding
 * @param outputs entries of a row of features
 * @param state how far it is
 * @param statistics what it cost
 * @param failure why it failed
 * @param createdAt when it was asked for
 * @param endedAt when it ended
 */
public record FeatureSet(
    String id,
    String datasetId,
    ModelRef model,
    String keyPairId,
    String encoder,
    int rows,
    int doneRows,
    int inputs,
    int outputs,
    FeatureState state,
    Statistics statistics,
    @Nullable String failure,
    Instant createdAt,
    @Nullable Instant endedAt) {}
