package org.cryptotl.modelowner.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/**
 * Keeps payloads by key. A key is written once, from its beginning on, by one writer; what was
 * written stays as it is until it is deleted. Keys are the service's own: words, digits and hyphens
 * with slashes between.
 */
public interface BlobStore {

  /**
   * Writes a part. Bytes from {@code offset} on, as an interrupted attempt may have left, are
   * replaced.
   *
   * @param offset what was written before, at least 0
   * @param in read to its end, or until one byte more than allowed, and not closed
   * @param most bytes that are accepted
   * @return the blob's length now
   * @throws org.cryptotl.modelowner.problems.Problem for more bytes; none of them is kept
   */
  long append(String key, long offset, InputStream in, long most) throws IOException;

  /**
   * Reads a blob.
   *
   * @param offset where to begin, at least 0
   */
  InputStream open(String key, long offset) throws IOException;

  /** The keys of all blobs that nothing was written to since. */
  List<String> storedBefore(Instant time) throws IOException;

  /** Deletes a blob, if it is there. */
  void delete(String key) throws IOException;
}
