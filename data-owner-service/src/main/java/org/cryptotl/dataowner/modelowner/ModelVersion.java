package org.cryptotl.dataowner.modelowner;

/**
 * A version of a model, however it is evaluated.
 *
 * @param modelOwnerId the connection
 * @param model its name
 * @param version its version
 */
public record ModelVersion(String modelOwnerId, String model, int version) {

  /** One mode of it. */
  public ModelRef in(Mode mode) {
    return new ModelRef(modelOwnerId, model, version, mode);
  }

  @Override
  public String toString() {
    return "%s version %d".formatted(model, version);
  }
}
