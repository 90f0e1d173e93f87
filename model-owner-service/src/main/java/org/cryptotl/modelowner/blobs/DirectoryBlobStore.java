package org.cryptotl.modelowner.blobs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    try (FileChannel channel = create(file(key))) {
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

  private static FileChannel create(Path file) throws IOException {
    while (true) {
      try {
        Files.createDirectories(file.getParent());
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      } catch (NoSuchFileException _) {
        // Whoever deleted the last other file took the folder along.
      }
    }
  }

  @Override
  public InputStream open(String key, long offset) throws IOException {
    FileChannel channel = FileChannel.open(file(key), StandardOpenOption.READ).position(offset);
    return new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
  }

  @Override
  public void delete(String key) throws IOException {
    Path file = file(key);
    Files.deleteIfExists(file);
    Path folder = file.getParent();
    if (folder.getParent().equals(directory)) {
      return;
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException _) {
      // There are other files in it.
    }
  }

  @Override
  public List<String> storedBefore(Instant time) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
            keys.add(directory.relativize(file).toString());
          }
        } catch (NoSuchFileException _) {
          // It has been deleted meanwhile.
        }
      }
    }
    return keys;
  }

  private Path file(String key) {
    Path file = directory.resolve(key).normalize();
    if (!file.startsWith(directory) || file.equals(directory)) {
      throw new IllegalArgumentException("blob: the key leads out of the directory");
    }
    return file;
  }
}
