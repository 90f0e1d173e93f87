package org.cryptotl.nn.training;

/** Some rows of other samples. */
final class SelectedSamples implements Samples {

  private final Samples all;
  private final int[] rows;

  SelectedSamples(Samples all, int[] rows) {
    this.all = all;
    this.rows = rows;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int inputs() {
    return all.inputs();
  }

  @Override
  public void read(int row, float[] into, int offset) {
    all.read(rows[row], into, offset);
  }

  @Override
  public float target(int row) {
    return all.target(rows[row]);
  }
}
