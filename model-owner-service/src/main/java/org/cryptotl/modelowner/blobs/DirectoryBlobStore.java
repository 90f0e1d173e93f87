package org.cryptotl.modelowner.blobs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** One file a blob. */
@Component
@ConditionalOnProperty(name = "cryptotl.blobs", havingValue = "DIRECTORY")
class DirectoryBlobStore implements BlobStore {

  private static final int BUFFER = 1 << 16;

  private final Path directory;

  DirectoryBlobStore(CryptotlProperties properties) {
    directory = properties.dataDirectory().resolve("blobs").toAbsolutePath().normalize();
  }

  @Override
  public long append(String key, long offset, InputStream in, long most) throws IOException {
    Path file = file(key);
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(offset).position(offset);
      byte[] buffer = new byte[BUFFER];
      long written = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        written += n;
        if (written > most) {
          channel.truncate(offset);
          throw new Problem(
              ProblemType.TOO_LARGE,
              "got more than the %d bytes that are expected".formatted(most));
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(true);
      return offset + written;
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file(key)), BUFFER);
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(file(key));
  }

  private Path file(String key) {
    Path file = directory.resolve(key).normalize();
    if (!file.startsWith(directory) || file.equals(directory)) {
      throw new IllegalArgumentException("blob: the key leads out of the directory");
    }
    return file;
  }
}
