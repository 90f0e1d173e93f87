package org.cryptotl.he.io;

import static org.cryptotl.he.io.WireSize.DIMENSION;
import static org.cryptotl.he.io.WireSize.HEADER;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.rlwe.GaloisKey;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.SwitchingKey;

/** Reads the keys that an evaluator needs, alone or in a bundle. */
final class EvaluationKeyReader {

  private EvaluationKeyReader() {}

  static SwitchingKey switchingKey(WireInput wire, RlweParameters parameters) throws IOException {
    wire.begin(Kind.SWITCHING_KEY, HEADER + DIMENSION, parameters);
    int limbs = wire.dimension("limbs", 1, parameters.dataLimbs());
    wire.announce(WireSize.switchingKey(parameters, limbs));
    return digits(wire, parameters, limbs);
  }

  /**
   * Reads a Galois key.
   *
   * @param least the least Galois element that may come
   */
  static GaloisKey galoisKey(WireInput wire, RlweParameters parameters, int least)
      throws IOException {
    wire.begin(Kind.GALOIS_KEY, HEADER + 2 * DIMENSION, parameters);
    int galoisElement = wire.dimension("Galois element", least, 2 * parameters.degree() - 1);
    if (galoisElement % 2 == 0) {
      throw wire.malformed(
          "got Galois element %d, expected an odd number".formatted(galoisElement));
    }
    int limbs = wire.dimension("limbs", 1, parameters.dataLimbs());
    wire.announce(WireSize.galoisKey(parameters, limbs));
    SwitchingKey key = digits(wire, parameters, limbs);
    return new GaloisKey(Automorphism.of(parameters.logN(), galoisElement), key);
  }

  private static SwitchingKey digits(WireInput wire, RlweParameters parameters, int limbs)
      throws IOException {
    wire.block(Seed.BYTES);
    Seed seed = wire.seed();
    List<NttPoly> digits = new ArrayList<>();
    for (int t = 0; t < parameters.digits(limbs); t++) {
      digits.add(wire.polynomial(parameters.key(limbs)));
    }
    return new SwitchingKey(parameters, limbs, seed, digits);
  }

  static void bundle(WireInput wire, RlweParameters parameters, EvaluationKeyConsumer consumer)
      throws IOException {
    wire.begin(Kind.EVALUATION_KEYS, HEADER + 2 * DIMENSION, parameters);
    int relinearization = wire.dimension("relinearisation keys", 0, 1);
    int galoisKeys = wire.dimension("Galois keys", 0, parameters.degree());
    consumer.begin(relinearization == 1, galoisKeys);
    if (relinearization == 1) {
      consumer.relinearizationKey(switchingKey(wire, parameters));
    }
    int least = 1;
    for (int i = 0; i < galoisKeys; i++) {
      GaloisKey key = galoisKey(wire, parameters, least);
      least = key.automorphism().galoisElement() + 2;
      consumer.galoisKey(key);
    }
  }
}
