package org.cryptotl.modelowner.evaluationkeys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.cryptotl.he.HeException;
import org.cryptotl.modelowner.blobs.BlobStore;
import org.cryptotl.modelowner.evaluationkeys.KeyBundle.State;
import org.cryptotl.modelowner.models.Models;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the bytes of a bundle in as many requests as the caller likes, and checks them as they
 * come: every key's dimensions and residues. Where a key is refused, the upload goes on at its
 * beginning. Of an upload that goes on, only the bytes of the unfinished key are read again. The
 * last byte of a key counts as received once the key has passed, and the last one of all together
 * with the bundle's being complete.
 *
 * <p>A request for a bundle takes it over from an earlier one, in whatever process that is: the
 * earlier one then ends at its next piece.
 */
@Component
class KeyUpload {

  /** What is kept of an upload that breaks off comes in pieces of so many bytes. */
  private static final int PIECE = 1 << 20;

  private final KeyBundleStore bundles;
  private final BlobStore blobs;
  private final Models models;
  private final TransactionTemplate transaction;

  KeyUpload(
      KeyBundleStore bundles, BlobStore blobs, Models models, TransactionTemplate transaction) {
    this.bundles = bundles;
    this.blobs = blobs;
    this.models = models;
    this.transaction = transaction;
  }

  /**
   * Appends bytes.
   *
   * @param announced their number, or -1
   * @return whether the bundle is complete now
   * @throws Problem if these bytes are not the next ones, or too many
   * @throws HeException for the first key that is not what the manifest asks for
   */
  boolean append(KeyBundle bundle, long offset, long announced, InputStream body)
      throws IOException {
    if (bundle.state() == State.READY) {
      throw new Problem(ProblemType.CONFLICT, "the bundle is complete");
    }
    if (offset != bundle.receivedBytes()) {
      throw new Problem(
          ProblemType.OFFSET_MISMATCH,
          "got a part from byte %d on, expected byte %d".formatted(offset, bundle.receivedBytes()),
          Map.of("receivedBytes", bundle.receivedBytes()));
    }
    if (offset + announced > bundle.totalBytes()) {
      throw tooLarge(bundle);
    }
    String claim = UUID.randomUUID().toString();
    if (!bundles.claim(bundle.id(), claim, offset)) {
      throw overtaken();
    }
    KeyParts parts = KeyParts.of(models.knownManifest(bundle.manifestSha256()));
    Receiver receiver = new Receiver(bundle, claim);
    UploadStream in = new UploadStream(body, PIECE, receiver);
    long checked = offset;
    try {
      // Of a bundle that has all bytes and is not complete, the last key is checked again.
      for (Optional<KeyParts.Part> next = parts.at(Math.min(offset, bundle.totalBytes() - 1));
          next.isPresent();
          next = parts.at(checked)) {
        KeyParts.Part part = next.get();
        checked = part.start();
        check(part, in, receiver.beginningOf(part));
        checked = part.end();
      }
    } catch (UploadStream.UploadPaused _) {
      in.flush();
      return false;
    } catch (HeException e) {
      in.flush();
      bundles.refused(bundle.id(), claim, checked, e.getMessage());
      throw e;
    } catch (IOException e) {
      in.flush();
      throw e;
    }
    if (body.read() >= 0) {
      bundles.refused(bundle.id(), claim, offset, "more bytes came than the manifest asks for");
      throw tooLarge(bundle);
    }
    receiver.complete(in.rest());
    return true;
  }

  private static void check(KeyParts.Part part, UploadStream in, InputStream beginning)
      throws IOException {
    try (beginning) {
      in.begin(beginning, part.bytes());
      part.check().read(in);
      in.passed();
    }
  }

  private static Problem overtaken() {
    return new Problem(
        ProblemType.CONFLICT, "another request goes on with the upload of the bundle");
  }

  private static Problem tooLarge(KeyBundle bundle) {
    return new Problem(
        ProblemType.TOO_LARGE,
        "got more than the %d bytes that the manifest asks for".formatted(bundle.totalBytes()),
        Map.of("receivedBytes", bundle.receivedBytes()));
  }

  /** Stores what comes, as long as no other request has taken the bundle over. */
  private final class Receiver implements UploadStream.Store {

    private final KeyBundle bundle;
    private final String claim;
    private long received;

    Receiver(KeyBundle bundle, String claim) {
      this.bundle = bundle;
      this.claim = claim;
      this.received = bundle.receivedBytes();
    }

    @Override
    public void append(byte[] piece, int length) throws IOException {
      append(piece, length, () -> {});
    }

    /** Stores the last bytes, with which the bundle is ready. */
    void complete(byte[] last) throws IOException {
      String sha256 = sha256(last);
      append(last, last.length, () -> bundles.ready(bundle.id(), claim, sha256));
    }

    private void append(byte[] piece, int length, Runnable then) throws IOException {
      long from = received;
      try {
        transaction.executeWithoutResult(_ -> {
          // The row stays locked until the piece is stored: nobody writes at the same time.
          if (!bundles.received(bundle.id(), claim, from + length)) {
            throw overtaken();
          }
          try {
            blobs.append(
                KeyBundles.blob(bundle.id()),
                from,
                new ByteArrayInputStream(piece, 0, length),
                length);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          then.run();
        });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      received = from + length;
    }

    /** What was stored of a part by earlier requests. */
    InputStream beginningOf(KeyParts.Part part) throws IOException {
      long before = bundle.receivedBytes() - part.start();
      return before <= 0
          ? InputStream.nullInputStream()
          : new Section(blobs.open(KeyBundles.blob(bundle.id()), part.start()), before);
    }

    private String sha256(byte[] last) throws IOException {
      MessageDigest digest;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
      if (received > 0) {
        try (InputStream stored = blobs.open(KeyBundles.blob(bundle.id()), 0)) {
          new DigestInputStream(new Section(stored, received), digest)
              .transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest(last));
    }
  }
}
