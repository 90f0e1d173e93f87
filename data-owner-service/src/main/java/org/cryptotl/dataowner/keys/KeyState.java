package org.cryptotl.dataowner.keys;

/** How far a key pair is. */
public enum KeyState {
  /** Its public and evaluation keys are being made or sent. */
  UPLOADING,
  /** The model owner has checked them. */
  READY,
  /** The upload ended with a failure; it can be tried again. */
  FAILED
}
