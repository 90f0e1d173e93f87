package org.cryptotl.dataowner.keys;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.modelowner.ModelOwners;
import org.cryptotl.dataowner.modelowner.Peer;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.codec.DataOwnerCodec;
import org.cryptotl.he.io.WireWriter;
import org.springframework.stereotype.Component;

/**
 * Makes a pair's public and evaluation keys, puts them into a file (they are public), and sends it
 * by parts. After an interruption it goes on where the model owner says that it stopped.
 */
@Component
class KeyUpload {

  private static final int PART_BYTES = 4 << 20;

  private final KeyPairs pairs;
  private final ModelOwners owners;
  private final Path folder;

  KeyUpload(KeyPairs pairs, ModelOwners owners, CryptotlProperties properties) {
    this.pairs = pairs;
    this.owners = owners;
    this.folder = properties.dataDirectory().resolve("keys");
  }

  /** Sends what is missing; returns when the model owner has all of it and has checked it. */
  void run(KeyPair pair, DataOwnerCodec codec) {
    Peer peer = owners.peer(pair.model().modelOwnerId());
    Optional<Peer.BundleStatus> begun =
        pair.bundleId() == null ? Optional.empty() : peer.bundle(pair.bundleId());
    if (begun.isPresent() && begun.get().ready()) {
      finish(pair, begun.get());
      return;
    }
    try {
      Path file = file(pair.id());
      if (begun.isEmpty() || !Files.exists(file)) {
        begun.ifPresent(b -> peer.deleteBundle(b.id()));
        write(codec, file);
        begun = Optional.of(peer.createBundle(pair.manifestSha256()));
      }
      send(pair, peer, begun.get(), file);
    } catch (IOException e) {
      throw new UncheckedIOException("the keys' file cannot be written or read", e);
    }
  }

  private Path file(String id) {
    return folder.resolve(id + ".public");
  }

  private void write(DataOwnerCodec codec, Path file) throws IOException {
    Files.createDirectories(folder);
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
      WireWriter.write(codec.publicKey(), out);
      WireWriter.write(codec.evaluationKeys(), codec.manifest().parameters().rlwe(), out);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void send(KeyPair pair, Peer peer, Peer.BundleStatus begun, Path file)
      throws IOException {
    Peer.BundleStatus status = begun;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long total = in.length();
      pairs.setBundle(pair.id(), status.id(), total, status.receivedBytes());
      while (status.receivedBytes() < total) {
        byte[] part = new byte[(int) Math.min(PART_BYTES, total - status.receivedBytes())];
        in.seek(status.receivedBytes());
        in.readFully(part);
        long before = status.receivedBytes();
        status = peer.upload(status.id(), before, part);
        if (status.receivedBytes() <= before) {
          throw new Problem(
              ProblemType.MODEL_OWNER_UNAVAILABLE,
              "the upload of keys does not get on: the model owner has %d of %d bytes"
                  .formatted(status.receivedBytes(), total));
        }
        pairs.setBundle(pair.id(), status.id(), total, status.receivedBytes());
      }
    }
    if (!status.ready()) {
      throw new Problem(
          ProblemType.MODEL_OWNER_REFUSED,
          "the model owner has all bytes of the keys, but does not call them ready");
    }
    finish(pair, status);
  }

  private void finish(KeyPair pair, Peer.BundleStatus status) {
    pairs.setBundle(pair.id(), status.id(), status.receivedBytes(), status.receivedBytes());
    pairs.setState(pair.id(), KeyState.READY, null);
    forget(pair.id());
  }

  void forget(String id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      throw new UncheckedIOException("the keys' file cannot be removed", e);
    }
  }
}
