package org.cryptotl.modelowner.evaluationkeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Parts of 200 and 50 bytes in pieces of 100. */
class UploadStreamTest {

  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
  private final UploadStream in =
      new UploadStream(
          new ByteArrayInputStream(new byte[250]),
          100,
          (piece, length) -> stored.write(piece, 0, length));

  private void read(int bytes) throws IOException {
    in.begin(InputStream.nullInputStream(), bytes);
    assertEquals(bytes, in.readNBytes(bytes).length);
  }

  @Test
  void endOfAPart_isStoredAfterThePartHasPassed() throws IOException {
    read(200);
    assertEquals(100, stored.size());
    in.passed();
    read(50);
    assertEquals(200, stored.size());
    in.passed();
    assertEquals(50, in.rest().length);
  }

  @Test
  void endOfAPartThatHasNotPassed_isNotStored() throws IOException {
    read(200);
    in.flush();
    assertEquals(100, stored.size());
  }

  @Test
  void partThatPassed_isStoredWithTheNextOneRefused() throws IOException {
    read(30);
    in.passed();
    read(50);
    in.flush();
    assertEquals(30, stored.size());
  }
}
