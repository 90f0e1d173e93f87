package org.cryptotl.he.io;

import static org.cryptotl.he.io.WireSize.DIMENSION;
import static org.cryptotl.he.io.WireSize.HEADER;
import static org.cryptotl.he.io.WireSize.SCALE;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.rlwe.RlweParameters;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecurityLevel;

/** Reads parameters, without which no other object can be read. */
final class ParameterReader {

  /** The rings that the security table knows. */
  private static final int MIN_LOG_N = 12;

  private static final int MAX_LOG_N = 16;

  private static final int FIXED_BYTES = HEADER + 4 * DIMENSION + SCALE;

  /** More than all primes of the largest set need. */
  static final int BUFFER_BYTES = 1 << 9;

  private ParameterReader() {}

  static CkksParameters read(InputStream in, int maxLogN) throws IOException {
    WireInput wire = new WireInput(in, BUFFER_BYTES);
    CkksParameters parameters = read(wire, maxLogN);
    wire.end(Kind.PARAMETERS);
    return parameters;
  }

  /** Reads parameters that are part of another object. */
  static CkksParameters read(WireInput wire, int maxLogN) throws IOException {
    if (maxLogN < MIN_LOG_N) {
      throw new IllegalArgumentException(
          "parameters: got a limit of N = 2^%d, expected at least 2^%d"
              .formatted(maxLogN, MIN_LOG_N));
    }
    byte[] fingerprint = wire.header(Kind.PARAMETERS, FIXED_BYTES);
    wire.block(FIXED_BYTES - HEADER);
    int logN = wire.dimension("logN", MIN_LOG_N, Math.min(maxLogN, MAX_LOG_N));
    int most = mostPrimes(logN);
    int data = wire.dimension("data primes", 1, most - 1);
    int special = wire.dimension("special primes", 1, most - data);
    int primesPerLevel = wire.dimension("primes a level", 1, 2);
    Scale scale = wire.scale();
    wire.announce(FIXED_BYTES + (long) DIMENSION * (data + special));
    wire.block(DIMENSION * (data + special));
    List<Integer> primes = new ArrayList<>();
    for (int i = 0; i < data + special; i++) {
      primes.add(wire.number());
    }
    CkksParameters parameters = build(wire, logN, primes, data, primesPerLevel, scale);
    if (!Arrays.equals(fingerprint, parameters.rlwe().fingerprint())) {
      throw wire.malformed(
          "got fingerprint %s, expected %s for %s"
              .formatted(
                  HexFormat.of().formatHex(fingerprint),
                  HexFormat.of().formatHex(parameters.rlwe().fingerprint()),
                  parameters));
    }
    return parameters;
  }

  /** Each prime is 1 mod 2N and so above 2N: the security table bounds how many there can be. */
  private static int mostPrimes(int logN) {
    return SecurityLevel.BITS_128.maxLogQp(logN) / (logN + 1);
  }

  private static CkksParameters build(
      WireInput wire, int logN, List<Integer> primes, int data, int primesPerLevel, Scale scale) {
    try {
      RlweParameters rlwe =
          RlweParameters.of(
              logN,
              primes.subList(0, data),
              primes.subList(data, primes.size()),
              SecurityLevel.BITS_128);
      return new CkksParameters(rlwe, primesPerLevel, scale);
    } catch (IllegalArgumentException e) {
      throw wire.malformed(e.getMessage());
    }
  }
}
