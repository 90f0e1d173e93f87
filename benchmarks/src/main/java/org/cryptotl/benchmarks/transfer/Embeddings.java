package org.cryptotl.benchmarks.transfer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.cryptotl.he.ring.Parallel;
import org.cryptotl.nn.text.TextEncoder;

/** Vectors of texts, which are kept in a folder, since encoding takes minutes. */
final class Embeddings {

  private static final int PROGRESS = 1000;

  private final Path folder;
  private final Parallel parallel;

  Embeddings(Path folder, Parallel parallel) {
    this.folder = folder;
    this.parallel = parallel;
  }

  /** The vectors of these texts by {@link TextEncoder#miniLmAndBge}, 768 numbers each. */
  float[][] of(String name, List<String> texts) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name + "-" + digest(texts) + ".bin");
    if (!Files.exists(file)) {
      write(file, encode(name, texts));
    }
    return read(file);
  }

  private float[][] encode(String name, List<String> texts) {
    float[][] vectors = new float[texts.size()][];
    long start = System.nanoTime();
    try (TextEncoder encoder = TextEncoder.miniLmAndBge()) {
      for (int from = 0; from < texts.size(); from += PROGRESS) {
        int to = Math.min(texts.size(), from + PROGRESS);
        var encoded = encoder.encode(texts.subList(from, to), parallel);
        for (int i = from; i < to; i++) {
          vectors[i] = encoded.vector(i - from);
        }
        System.err.printf(
            "encoding %s: %d of %d texts, %.0f s%n",
            name, to, texts.size(), (System.nanoTime() - start) / 1e9);
      }
    }
    return vectors;
  }

  private static void write(Path file, float[][] vectors) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.writeInt(vectors.length);
      out.writeInt(vectors[0].length);
      for (float[] vector : vectors) {
        for (float v : vector) {
          out.writeFloat(v);
        }
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static float[][] read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      float[][] vectors = new float[in.readInt()][in.readInt()];
      for (float[] vector : vectors) {
        for (int i = 0; i < vector.length; i++) {
          vector[i] = in.readFloat();
        }
      }
      return vectors;
    }
  }

  /** What tells these texts from others: the start of their SHA-256. */
  private static String digest(List<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
