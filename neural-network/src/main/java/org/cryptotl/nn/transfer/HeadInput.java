package org.cryptotl.nn.transfer;

/** What a head sees of a sample. */
public enum HeadInput {
  /** What comes out of the frozen base. */
  FEATURES,
  /** What goes into it: the bare embedding, without any transfer. */
  EMBEDDING,
  /** The embedding, then the features. */
  BOTH
}
