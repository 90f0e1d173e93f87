package org.cryptotl.he.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.cryptotl.he.ckks.CkksParameters;
import org.cryptotl.he.ring.CoeffPoly;
import org.cryptotl.he.ring.NttPoly;
import org.cryptotl.he.ring.RnsBasis;
import org.cryptotl.he.ring.Seed;
import org.cryptotl.he.ring.UniformSampler;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.InsecureParameters;
import org.cryptotl.he.rlwe.Scale;
import org.junit.jupiter.api.Test;

/** Decodes by hand what the writer wrote, from the definition in docs/wire-format.md alone. */
class DefinitionTest {

  private static final int LOG_N = 5;
  private static final int N = 1 << LOG_N;

  private final CkksParameters parameters = InsecureParameters.insecure(LOG_N, 3, 1);
  private final Random random = new Random(20260803);

  @Test
  void ciphertext_isWhatTheDocumentSays() {
    RnsBasis basis = parameters.rlwe().data(2);
    int[][] coefficients = new int[2][];
    for (int i = 0; i < 2; i++) {
      int q = basis.limb(i).q();
      coefficients[i] = random.ints(N, 0, q).toArray();
      coefficients[i][3] = 0;
      coefficients[i][4] = 1;
      coefficients[i][5] = q - 1;
    }
    int[][] copies = {coefficients[0].clone(), coefficients[1].clone()};
    byte[] seedBytes = new byte[32];
    random.nextBytes(seedBytes);
    Seed seed = Seed.of(seedBytes);
    Scale scale = Scale.powerOfTwo(40).divide(Scale.of(3));
    Ciphertext ciphertext =
        Ciphertext.seeded(
            parameters.rlwe(), 2, scale, seed, c1 -> new CoeffPoly(basis, copies).intoNtt());

    byte[] bytes = WireWriter.toBytes(ciphertext);

    assertEquals(96 + 2 * N * 30 / 8, bytes.length);
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals("CTLW", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
    assertEquals(1, fields.getShort(4), "version");
    assertEquals(2, fields.getShort(6), "kind");
    assertEquals(hex(parameters.rlwe().fingerprint()), hex(Arrays.copyOfRange(bytes, 8, 40)));
    assertEquals(2, fields.getInt(40), "limbs");
    assertEquals(1, fields.getInt(44), "polynomials that travel");
    assertEquals(scale, new Scale(fields.getDouble(48), fields.getDouble(56)));
    assertEquals(hex(seedBytes), hex(Arrays.copyOfRange(bytes, 64, 96)));
    for (int limb = 0; limb < 2; limb++) {
      BigInteger q = BigInteger.valueOf(basis.limb(limb).q());
      BigInteger psi = leastRoot(q);
      for (int place = 0; place < N; place++) {
        int e = exponent(place);
        assertEquals(
            evaluate(coefficients[limb], psi.modPow(BigInteger.valueOf(e), q), q),
            BigInteger.valueOf(residue(bytes, 96 + limb * N * 30 / 8, place, 30)),
            "limb " + limb + ", place " + place);
      }
    }
  }

  @Test
  @SuppressWarnings("InsecureCryptoUsage") // Counter mode, by hand.
  void seed_isExpandedAsTheDocumentSays() throws GeneralSecurityException {
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    RnsBasis basis = parameters.rlwe().key(2);
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"));
    for (int number = 0; number < 3; number++) {
      NttPoly sampled = UniformSampler.sample(basis, Seed.of(seed), number);
      for (int limb = 0; limb < basis.size(); limb++) {
        int q = basis.limb(limb).q();
        ByteBuffer counter = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        counter.putInt(0, q).putInt(4, number);
        int place = 0;
        for (int block = 0; place < N; block++) {
          counter.put(15, (byte) block);
          ByteBuffer words =
              ByteBuffer.wrap(aes.doFinal(counter.array())).order(ByteOrder.LITTLE_ENDIAN);
          while (words.hasRemaining() && place < N) {
            int candidate = words.getInt() & 0x3fffffff;
            if (candidate < q) {
              assertEquals(candidate, sampled.limb(limb)[place]);
              place++;
            }
          }
        }
      }
    }
  }

  /** Bits [30 i, 30 i + 30) behind the offset, where bit k is bit k mod 8 of byte k / 8. */
  private static long residue(byte[] bytes, int offset, int i, int bits) {
    long value = 0;
    for (int b = 0; b < bits; b++) {
      int k = i * bits + b;
      value |= (long) ((bytes[offset + k / 8] >> (k % 8)) & 1) << b;
    }
    return value;
  }

  /** (-1)^h 5^j mod 2N for place 2j + h. */
  private static int exponent(int place) {
    int power = 1;
    for (int j = 0; j < place / 2; j++) {
      power = power * 5 % (2 * N);
    }
    return place % 2 == 0 ? power : 2 * N - power;
  }

  /** The sum over k of a_k x^k. */
  private static BigInteger evaluate(int[] a, BigInteger x, BigInteger q) {
    BigInteger sum = BigInteger.ZERO;
    for (int k = 0; k < a.length; k++) {
      BigInteger term = BigInteger.valueOf(a[k]).multiply(x.modPow(BigInteger.valueOf(k), q));
      sum = sum.add(term).mod(q);
    }
    return sum;
  }

  /** The least x with x^N = -1 mod q. */
  private static BigInteger leastRoot(BigInteger q) {
    BigInteger n = BigInteger.valueOf(N);
    BigInteger minusOne = q.subtract(BigInteger.ONE);
    BigInteger root = BigInteger.ZERO;
    for (int g = 2; !root.modPow(n, q).equals(minusOne); g++) {
      root = BigInteger.valueOf(g).modPow(minusOne.divide(n.shiftLeft(1)), q);
    }
    BigInteger least = root;
    for (int e = 1; e < 2 * N; e += 2) {
      least = least.min(root.modPow(BigInteger.valueOf(e), q));
    }
    return least;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
