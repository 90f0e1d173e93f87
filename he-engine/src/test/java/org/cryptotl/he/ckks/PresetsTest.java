package org.cryptotl.he.ckks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.cryptotl.he.rlwe.Scale;
import org.cryptotl.he.rlwe.SecurityLevel;
import org.cryptotl.he.testing.Replay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
@ExtendWith(Replay.class)
class PresetsTest {

  static Stream<Arguments> presets() {
    return Stream.of(
        Arguments.of(CkksParameters.N8192_Q5_P2, 13, 4, 214),
        Arguments.of(CkksParameters.N8192_Q6_P1, 13, 5, 214),
        Arguments.of(CkksParameters.N16384_Q11_P3, 14, 10, 430),
        Arguments.of(CkksParameters.N16384_Q10_P4_PRECISE, 14, 4, 430),
        Arguments.of(CkksParameters.N32768_Q23_P5, 15, 22, 868));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void preset_hasTheSecurityAndDepthOfItsName(
      CkksParameters parameters, int logN, int depth, int limit) {
    assertEquals(logN, parameters.logN());
    assertEquals(1 << (logN - 1), parameters.slots());
    assertEquals(depth, parameters.maxLevel());
    assertEquals(Optional.of(SecurityLevel.BITS_128), parameters.rlwe().security());
    assertTrue(parameters.rlwe().logQp() <= limit && parameters.rlwe().logQp() > limit - 30);
    String text = parameters.toString();
    assertTrue(text.contains("log2(QP)=%.1f".formatted(parameters.rlwe().logQp())), text);
    assertTrue(text.contains("128 bits"), text);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void preset_worksForAMultiplication(
      CkksParameters parameters, int logN, int depth, int limit, Random random) {
    Setting setting = new Setting(parameters);
    Tracked product =
        setting
            .encrypt(setting.vector(random, 1))
            .check("fresh")
            .multiply(setting.encryptPublic(setting.vector(random, 1)))
            .rescale()
            .check("product");
    assertEquals(depth - 1, product.level());
    Scale divisor = parameters.rescaleDivisor(depth);
    Scale squared = parameters.defaultScale().multiply(parameters.defaultScale());
    assertTrue(squared.divide(divisor).matches(product.ciphertext().scale()));
  }
}
