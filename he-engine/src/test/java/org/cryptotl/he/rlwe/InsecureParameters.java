package org.cryptotl.he.rlwe;

import java.util.List;
import org.cryptotl.he.arith.Primes;
import org.cryptotl.he.ckks.CkksParameters;

/** Parameters without security, for tests on small rings. */
public final class InsecureParameters {

  private InsecureParameters() {}

  /** INSECURE: any degree from 2^5 with so many 30-bit primes. */
  public static CkksParameters insecure(int logN, int dataPrimes, int specialPrimes) {
    return insecure(logN, dataPrimes, specialPrimes, 1, 30);
  }

  /** INSECURE: with levels of one or two primes. */
  public static CkksParameters insecure(
      int logN, int dataPrimes, int specialPrimes, int primesPerLevel, int scaleLog2) {
    List<Integer> primes = Primes.nttFriendly(logN, 30, dataPrimes + specialPrimes, List.of());
    return new CkksParameters(
        RlweParameters.insecure(
            logN, primes.subList(specialPrimes, primes.size()), primes.subList(0, specialPrimes)),
        primesPerLevel,
        Scale.powerOfTwo(scaleLog2));
  }
}
