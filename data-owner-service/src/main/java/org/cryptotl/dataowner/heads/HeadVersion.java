package org.cryptotl.dataowner.heads;

import java.time.Instant;
import java.util.List;
import org.cryptotl.dataowner.modelowner.ModelVersion;
import org.cryptotl.nn.transfer.HeadInput;
import org.jspecify.annotations.Nullable;

/**
 * A version of a head.
 *
 * @param id of it
 * @param name of the head
 * @param version from 1
 * @param model whose features it sees
 * @param encoder of texts; empty for vectors
 * @param labels that it tells apart, in order of their class numbers
 * @param request by which it was trained; none if it was imported
 * @param input what it sees; none before that is chosen
 * @param state how far it is
 * @param steps trainings that are done
 * @param of trainings in all
 * @param curve accuracy by number of labels, so far
 * @param curves of the present training, or of the last one; none if it was imported
 * @param report what it is worth, when it is ready; none if it was imported
 * @param failure why it failed
 * @param createdAt when it was asked for
 * @param endedAt when it ended
 */
public record HeadVersion(
    String id,
    String name,
    int version,
    ModelVersion model,
    String encoder,
    List<String> labels,
    @Nullable HeadRequest request,
    @Nullable HeadInput input,
    HeadState state,
    int steps,
    int of,
    List<HeadReport.CurvePoint> curve,
    @Nullable TrainingCurves curves,
    @Nullable HeadReport report,
    @Nullable String failure,
    Instant createdAt,
    @Nullable Instant endedAt) {

  /** Copies the lists. */
  public HeadVersion {
    labels = List.copyOf(labels);
    curve = List.copyOf(curve);
  }

  /** The same as a training sees it at present. */
  HeadVersion with(LiveCurves live) {
    return new HeadVersion(
        id,
        name,
        version,
        model,
        encoder,
        labels,
        request,
        input,
        state,
        steps,
        of,
        live.byLabels(),
        live.curves(),
        report,
        failure,
        createdAt,
        endedAt);
  }
}
