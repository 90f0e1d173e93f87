package org.cryptotl.he.rlwe;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cryptotl.he.HeException;

/**
 * What an evaluator needs of a key owner: a relinearisation key for products, and a Galois key for
 * each rotation or conjugation. Immutable.
 */
public final class EvaluationKeys {

  /** No keys: enough for sums and for products with plaintexts. */
  public static final EvaluationKeys NONE = new EvaluationKeys(Optional.empty(), Map.of());

  private final Optional<SwitchingKey> relinearization;
  private final Map<Integer, GaloisKey> galois;

  private EvaluationKeys(Optional<SwitchingKey> relinearization, Map<Integer, GaloisKey> galois) {
    this.relinearization = relinearization;
    this.galois = galois;
  }

  /**
   * Bundles keys.
   *
   * @param relinearization switches from s^2 to s
   * @param galois one a Galois element
   * @throws HeException.ParameterMismatch for keys of different parameters
   */
  public static EvaluationKeys of(
      Optional<SwitchingKey> relinearization, Collection<GaloisKey> galois) {
    Map<Integer, GaloisKey> byElement =
        galois.stream()
            .collect(
                Collectors.toMap(
                    key -> key.automorphism().galoisElement(),
                    key -> key,
                    (first, second) -> {
                      throw new IllegalArgumentException(
                          "evaluation keys: two keys for Galois element "
                              + first.automorphism().galoisElement());
                    },
                    TreeMap::new));
    EvaluationKeys keys = new EvaluationKeys(relinearization, Map.copyOf(byElement));
    keys.parameters()
        .ifPresent(parameters ->
            byElement
                .values()
                .forEach(each -> parameters.require("Galois key", each.key().parameters())));
    return keys;
  }

  /** The parameters of the keys; empty where there are none. */
  public Optional<RlweParameters> parameters() {
    return relinearization
        .or(() -> galois.values().stream().map(GaloisKey::key).findAny())
        .map(SwitchingKey::parameters);
  }

  /** The relinearisation key, if there is one. */
  public Optional<SwitchingKey> relinearization() {
    return relinearization;
  }

  /** The Galois keys by Galois element. */
  public Map<Integer, GaloisKey> galois() {
    return galois;
  }

  /**
   * The relinearisation key for ciphertexts of {@code limbs} limbs.
   *
   * @throws HeException.MissingRelinearizationKey if there is none for so many limbs
   */
  public SwitchingKey relinearization(int limbs) {
    SwitchingKey key =
        relinearization.orElseThrow(() ->
            new HeException.MissingRelinearizationKey(
                "relinearisation key: there is none, expected one for " + limbs + " limbs"));
    if (key.limbs() < limbs) {
      throw new HeException.MissingRelinearizationKey(
          "relinearisation key: it serves %d limbs, expected %d".formatted(key.limbs(), limbs));
    }
    return key;
  }

  /**
   * The key of a Galois element for ciphertexts of {@code limbs} limbs.
   *
   * @throws HeException.MissingGaloisKey if there is none for so many limbs
   */
  public GaloisKey galois(int galoisElement, int limbs) {
    GaloisKey key = galois.get(galoisElement);
    if (key == null) {
      throw new HeException.MissingGaloisKey(
          "Galois key: there is none for element %d among %d keys"
              .formatted(galoisElement, galois.size()));
    }
    if (key.key().limbs() < limbs) {
      throw new HeException.MissingGaloisKey(
          "Galois key of element %d: it serves %d limbs, expected %d"
              .formatted(galoisElement, key.key().limbs(), limbs));
    }
    return key;
  }

  /** Bytes of memory that the residues take. */
  public long sizeBytes() {
    long sum = relinearization.map(SwitchingKey::sizeBytes).orElse(0L);
    for (GaloisKey key : galois.values()) {
      sum += key.key().sizeBytes();
    }
    return sum;
  }

  @Override
  public String toString() {
    return "EvaluationKeys[%srelinearisation, %d Galois keys, %d bytes]"
        .formatted(relinearization.isPresent() ? "" : "no ", galois.size(), sizeBytes());
  }
}
