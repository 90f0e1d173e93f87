package org.cryptotl.dataowner.keys;

import java.time.Instant;
import org.cryptotl.dataowner.modelowner.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * What may be known of a key pair: everything but the keys.
 *
 * @param id of the pair
 * @param model that it was made for; it serves others with the same manifest too
 * @param manifestSha256 of the manifest that it was made for
 * @param state how far it is
 * @param bundleId by which the model owner knows the evaluation keys
 * @param totalBytes of the upload; 0 before they are known
 * @param sentBytes of them
 * @param failure why the upload failed
 * @param replaces the pair that is deleted when this one is uploaded
 * @param createdAt when it was made
 */
public record KeyPair(
    String id,
    ModelRef model,
    String manifestSha256,
    KeyState state,
    @Nullable String bundleId,
    long totalBytes,
    long sentBytes,
    @Nullable String failure,
    @Nullable String replaces,
    Instant createdAt) {}
