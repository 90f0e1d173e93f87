package org.cryptotl.dataowner.heads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeadReportTest {

  private static final double EXACT = 1e-12;

  @Test
  void standardError_ofManyRows_isThatOfTwoShares() {
    double plain = Math.sqrt((0.9 * 0.1 + 0.8 * 0.2) / 1e6);
    assertEquals(plain, HeadReport.standardError(0.9, 0.8, 1_000_000), 1e-8);
  }

  /** Two of two right: p = 3/4 after the correction, and its variance 3/16 over 4. */
  @Test
  void standardError_ofFewRows_isNotZero_whereAllAreRight() {
    assertEquals(Math.sqrt(2 * 3.0 / 64), HeadReport.standardError(1, 1, 2), EXACT);
  }
}
