package org.cryptotl.he.rlwe;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.cryptotl.he.HeException;
import org.cryptotl.he.arith.Modulus;
import org.cryptotl.he.ring.Automorphism;
import org.cryptotl.he.ring.LimbRing;
import org.cryptotl.he.ring.RnsBasis;

/**
 * Ring degree and primes, checked against the security table. Immutable; equal when degree and
 * primes are.
 *
 * <p>Ciphertexts live modulo products of the first data primes; keys besides modulo the special
 * primes P, by which key switching divides at its end. A gadget digit is alpha data primes, where
 * alpha is the number of special primes (Han-Ki, "Better bootstrapping for approximate homomorphic
 * encryption", 2020).
 */
public final class RlweParameters {

  private final int logN;
  private final RnsBasis data;
  private final RnsBasis special;
  private final Optional<SecurityLevel> security;
  private final RnsBasis[] dataPrefix;
  private final RnsBasis[] keyBasis;
  private final byte[] fingerprint;

  private RlweParameters(
      int logN,
      List<Integer> dataPrimes,
      List<Integer> specialPrimes,
      Optional<SecurityLevel> security) {
    this.logN = logN;
    this.security = security;
    data = basis(logN, dataPrimes);
    special = basis(logN, specialPrimes);
    dataPrefix = new RnsBasis[data.size() + 1];
    keyBasis = new RnsBasis[data.size() + 1];
    for (int limbs = 1; limbs <= data.size(); limbs++) {
      dataPrefix[limbs] = data.prefix(limbs);
      List<LimbRing> both = new ArrayList<>(dataPrefix[limbs].limbs());
      both.addAll(special.limbs());
      keyBasis[limbs] = new RnsBasis(both);
    }
    fingerprint = sha256();
  }

  private static RnsBasis basis(int logN, List<Integer> primes) {
    return new RnsBasis(primes.stream().map(q -> new LimbRing(logN, Modulus.of(q))).toList());
  }

  /**
   * Makes parameters of at least the given security.
   *
   * @param logN log2 of the ring degree, in [12, 16]
   * @param dataPrimes distinct primes = 1 mod 2N below 2^30, at least one
   * @param specialPrimes primes of the same kind, at least one
   * @param atLeast the security that must be reached
   * @throws IllegalArgumentException if log2(QP) is above the table's value
   */
  public static RlweParameters of(
      int logN, List<Integer> dataPrimes, List<Integer> specialPrimes, SecurityLevel atLeast) {
    int limit = atLeast.maxLogQp(logN);
    checkPrimes(logN, dataPrimes, specialPrimes);
    BigInteger product = product(dataPrimes).multiply(product(specialPrimes));
    if (product.compareTo(BigInteger.ONE.shiftLeft(limit)) > 0) {
      throw new IllegalArgumentException(
          "parameters: N = 2^%d with log2(QP) = %.1f, expected at most %d for %d bits of security"
              .formatted(logN, log2(product), limit, atLeast.bits()));
    }
    SecurityLevel reached = atLeast;
    for (SecurityLevel level : SecurityLevel.values()) {
      if (product.compareTo(BigInteger.ONE.shiftLeft(level.maxLogQp(logN))) <= 0) {
        reached = level;
      }
    }
    return new RlweParameters(logN, dataPrimes, specialPrimes, Optional.of(reached));
  }

  /** Parameters without security, for tests of this package's neighbours on small rings. */
  static RlweParameters insecure(int logN, List<Integer> dataPrimes, List<Integer> specialPrimes) {
    checkPrimes(logN, dataPrimes, specialPrimes);
    return new RlweParameters(logN, dataPrimes, specialPrimes, Optional.empty());
  }

  private static void checkPrimes(int logN, List<Integer> dataPrimes, List<Integer> specialPrimes) {
    if (dataPrimes.isEmpty() || specialPrimes.isEmpty()) {
      throw new IllegalArgumentException(
          "parameters: got %d data and %d special primes, expected at least one of each"
              .formatted(dataPrimes.size(), specialPrimes.size()));
    }
    for (List<Integer> primes : List.of(dataPrimes, specialPrimes)) {
      for (int q : primes) {
        if (q % (2 << logN) != 1) {
          throw new IllegalArgumentException(
              "parameters: prime %d is not 1 modulo 2N = 2^%d".formatted(q, logN + 1));
        }
      }
    }
  }

  private static BigInteger product(List<Integer> primes) {
    return primes.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
  }

  private static double log2(BigInteger x) {
    int shift = Math.max(0, x.bitLength() - 60);
    return Math.log(x.shiftRight(shift).doubleValue()) / Math.log(2) + shift;
  }

  /** log2 of the ring degree N. */
  public int logN() {
    return logN;
  }

  /** Ring degree N. */
  public int degree() {
    return 1 << logN;
  }

  /** Number of data primes. */
  public int dataLimbs() {
    return data.size();
  }

  /** Number of special primes, alpha. */
  public int specialLimbs() {
    return special.size();
  }

  /** The special primes P. */
  public RnsBasis special() {
    return special;
  }

  /** The first {@code limbs} data primes: the modulus of a ciphertext of that many limbs. */
  public RnsBasis data(int limbs) {
    return dataPrefix[checkLimbs(limbs)];
  }

  /** The first {@code limbs} data primes followed by the special primes. */
  public RnsBasis key(int limbs) {
    return keyBasis[checkLimbs(limbs)];
  }

  private int checkLimbs(int limbs) {
    if (limbs < 1 || limbs > data.size()) {
      throw new IllegalArgumentException(
          "limbs: got %d, expected 1 to %d".formatted(limbs, data.size()));
    }
    return limbs;
  }

  /** Number of gadget digits of a polynomial of {@code limbs} limbs. */
  public int digits(int limbs) {
    return (limbs + specialLimbs() - 1) / specialLimbs();
  }

  /** The Galois element of a rotation of the slots to the left: 5^steps mod 2N. */
  public int galoisElement(int steps) {
    return Automorphism.rotation(logN, steps).galoisElement();
  }

  /** The Galois element of complex conjugation: 2N - 1. */
  public int conjugationElement() {
    return Automorphism.conjugation(logN).galoisElement();
  }

  /**
   * Checks that an object was made for these parameters.
   *
   * @param what names the object
   * @param got the parameters that it was made for
   * @throws HeException.ParameterMismatch if it was made for others
   */
  public void require(String what, RlweParameters got) {
    if (!equals(got)) {
      throw new HeException.ParameterMismatch(
          "%s of %s, expected one of %s".formatted(what, got, this));
    }
  }

  /** log2(QP). */
  public double logQp() {
    return log2(key(dataLimbs()).product());
  }

  /** The highest level of the table that is reached; empty for insecure test parameters only. */
  public Optional<SecurityLevel> security() {
    return security;
  }

  /** SHA-256 of degree and primes, which the wire format carries; a copy. */
  public byte[] fingerprint() {
    return fingerprint.clone();
  }

  /** Little-endian: logN, number of data primes, number of special primes, the primes in order. */
  private byte[] sha256() {
    ByteBuffer bytes =
        ByteBuffer.allocate(12 + 4 * (data.size() + special.size()))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(logN)
            .putInt(data.size())
            .putInt(special.size());
    key(data.size()).limbs().forEach(limb -> bytes.putInt(limb.q()));
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes.array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing in this JVM", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RlweParameters that
        && data.equals(that.data)
        && special.equals(that.special);
  }

  @Override
  public int hashCode() {
    return 31 * data.hashCode() + special.hashCode();
  }

  @Override
  public String toString() {
    return "RLWE[N=2^%d, %d data + %d special primes, log2(QP)=%.1f, %s, %s]"
        .formatted(
            logN,
            data.size(),
            special.size(),
            logQp(),
            security.map(level -> level.bits() + " bits").orElse("INSECURE"),
            HexFormat.of().formatHex(fingerprint, 0, 4));
  }
}
