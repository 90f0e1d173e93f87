package org.cryptotl.dataowner.heads;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a head.
 *
 * @param id of it
 * @param name of the head
 * @param version from 1
 * @param request by which it was made
 * @param state how far it is
 * @param steps trainings that are done
 * @param of trainings in all
 * @param report what it is worth, when it is ready
 * @param failure why it failed
 * @param createdAt when it was asked for
 * @param endedAt when it ended
 */
public record HeadVersion(
    String id,
    String name,
    int version,
    HeadRequest request,
    HeadState state,
    int steps,
    int of,
    @Nullable HeadReport report,
    @Nullable String failure,
    Instant createdAt,
    @Nullable Instant endedAt) {}
