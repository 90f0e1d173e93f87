package org.cryptotl.modelowner.blobs;

/** Knows some of the blobs that are in use. */
public interface BlobHolder {

  /** Whether this one still needs a blob. */
  boolean holds(String key);
}
