package org.cryptotl.he.kernel;

import org.cryptotl.he.arith.Modulus;

/** The limb operations in plain Java, by the methods of {@link Modulus}. */
final class ScalarLimbs implements LimbKernel {

  @Override
  public void add(int[] a, int[] b, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i++) {
      out[i] = q.add(a[i], b[i]);
    }
  }

  @Override
  public void subtract(int[] a, int[] b, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i++) {
      out[i] = q.subtract(a[i], b[i]);
    }
  }

  @Override
  public void negate(int[] a, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i++) {
      out[i] = q.negate(a[i]);
    }
  }

  @Override
  public void multiply(int[] a, int[] b, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i++) {
      out[i] = q.multiply(a[i], b[i]);
    }
  }

  @Override
  public void multiplyAdd(int[] a, int[] b, int[] c, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i++) {
      out[i] = q.add(q.multiply(a[i], b[i]), c[i]);
    }
  }

  @Override
  public void multiplySum(int[] a, int[] b, int[] c, int[] d, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i++) {
      out[i] = q.add(q.multiply(a[i], b[i]), q.multiply(c[i], d[i]));
    }
  }

  @Override
  public void multiplyScalar(int[] a, int w, int[] out, Modulus q) {
    int quotient = q.shoupQuotient(w);
    for (int i = 0; i < a.length; i++) {
      out[i] = q.multiplyShoup(a[i], w, quotient);
    }
  }

  @Override
  public void multiplyScalarAdd(int[] a, int w, int[] out, Modulus q) {
    int quotient = q.shoupQuotient(w);
    for (int i = 0; i < a.length; i++) {
      out[i] = q.add(out[i], q.multiplyShoup(a[i], w, quotient));
    }
  }

  @Override
  public void subtractMultiplyScalar(int[] a, int[] b, int w, int[] out, Modulus q) {
    int quotient = q.shoupQuotient(w);
    for (int i = 0; i < a.length; i++) {
      out[i] = q.multiplyShoup(q.subtract(a[i], b[i]), w, quotient);
    }
  }

  @Override
  public void addScalar(int[] a, int w, int[] out, Modulus q) {
    for (int i = 0; i < a.length; i++) {
      out[i] = q.add(a[i], w);
    }
  }

  @Override
  public void combine(int[] a, int offset, int[] out, Modulus q) {
    int one = q.shoupQuotient(1);
    for (int i = 0; i < a.length; i++) {
      out[i] = q.add(q.multiplyShoup(a[i], 1, one), offset);
    }
  }

  @Override
  public void combine(int[] a, int[] b, int w, int offset, int[] out, Modulus q) {
    int one = q.shoupQuotient(1);
    int quotient = q.shoupQuotient(w);
    for (int i = 0; i < a.length; i++) {
      int sum = q.add(q.multiplyShoup(a[i], 1, one), q.multiplyShoup(b[i], w, quotient));
      out[i] = q.add(sum, offset);
    }
  }

  @Override
  public void fromSigned(int[] a, int[] out, Modulus q) {
    int value = q.value();
    for (int i = 0; i < a.length; i++) {
      out[i] = a[i] + (value & (a[i] >> 31));
    }
  }

  @Override
  public void fromDoubles(double[] a, double largest, int[] out, int from, Modulus q) {
    DoubleResidues.write(a, largest, out, from, q);
  }

  @Override
  public void swapNeighbours(int[] a, int[] out) {
    for (int i = 0; i < a.length; i += 2) {
      int even = a[i];
      out[i] = a[i + 1];
      out[i + 1] = even;
    }
  }
}
