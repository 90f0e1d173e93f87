package org.cryptotl.dataowner.modelowner;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.cryptotl.he.HeException;
import org.cryptotl.he.io.WireReader;
import org.cryptotl.he.io.WireWriter;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.he.rlwe.RlweParameters;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * A model owner as the other features see it. Nothing but ciphertexts, public and evaluation keys,
 * and names of models can be sent through it. Thread-safe.
 */
public final class Peer {

  private static final String EVALUATION_MILLIS = "Evaluation-Millis";
  private static final String BUDGET_LEFT = "Query-Budget-Remaining";

  private final ModelOwnerApi api;

  Peer(ModelOwnerApi api) {
    this.api = api;
  }

  ModelOwnerApi api() {
    return api;
  }

  /**
   * How far an upload of keys is.
   *
   * @param id of the bundle
   * @param ready whether the model owner has checked it and can use it
   * @param receivedBytes so far
   */
  public record BundleStatus(String id, boolean ready, long receivedBytes) {}

  /** A reply: ciphertexts, each after its length. */
  public static final class Reply {
    private final byte[] bytes;
    private final Optional<Long> evaluationMillis;
    private final Optional<Long> budgetLeft;

    Reply(byte[] bytes, Optional<Long> evaluationMillis, Optional<Long> budgetLeft) {
      this.bytes = bytes;
      this.evaluationMillis = evaluationMillis;
      this.budgetLeft = budgetLeft;
    }

    /** Its bytes; not copied. */
    public byte[] bytes() {
      return bytes;
    }

    /** What the model owner says that the evaluation took. */
    public long evaluationMillis() {
      return evaluationMillis.orElse(0L);
    }

    /** How many samples are left of the query budget, if it says that. */
    public Optional<Long> budgetLeft() {
      return budgetLeft;
    }
  }

  /** Announces evaluation keys. */
  public BundleStatus createBundle(String manifestSha256) {
    return status(
        PeerCall.call(() -> api.createKeyBundle(new ModelOwnerApi.NewKeyBundle(manifestSha256))));
  }

  /** How far a bundle is; none if the model owner does not have it any more. */
  public Optional<BundleStatus> bundle(String id) {
    try {
      return Optional.of(status(PeerCall.call(() -> api.keyBundle(id))));
    } catch (Problem e) {
      if (isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sends the part of the stream of keys that begins at an offset. */
  public BundleStatus upload(String id, long offset, byte[] part) {
    return status(PeerCall.call(() -> api.uploadKeys(id, offset, part)));
  }

  /** Deletes a bundle; one that is gone already is as good. */
  public void deleteBundle(String id) {
    try {
      PeerCall.call(() -> {
        api.deleteKeyBundle(id);
        return id;
      });
    } catch (Problem e) {
      if (!isNotFound(e)) {
        throw e;
      }
    }
  }

  /** Whether the model owner does not have what was asked for. */
  public static boolean isNotFound(Problem e) {
    return Integer.valueOf(404).equals(e.fields().get("peerStatus"));
  }

  /** Whether a limit of the model owner was reached. */
  public static boolean isLimit(Problem e) {
    return "urn:cryptotl:problem:limit-reached".equals(e.fields().get("peerType"));
  }

  private static BundleStatus status(ModelOwnerApi.KeyBundle bundle) {
    return new BundleStatus(bundle.id(), "READY".equals(bundle.state()), bundle.receivedBytes());
  }

  /** Has one request evaluated. */
  public Reply evaluate(ModelRef model, String bundleId, byte[] request) {
    ResponseEntity<byte[]> reply =
        PeerCall.call(
            () -> api.evaluate(model.model(), model.version(), model.mode(), bundleId, request));
    byte[] body = reply.getBody();
    if (body == null) {
      throw malformed("it is empty");
    }
    HttpHeaders headers = reply.getHeaders();
    return new Reply(body, number(headers, EVALUATION_MILLIS), number(headers, BUDGET_LEFT));
  }

  private static Optional<Long> number(HttpHeaders headers, String name) {
    try {
      return Optional.ofNullable(headers.getFirst(name)).map(Long::valueOf);
    } catch (NumberFormatException _) {
      throw malformed(name + " is no number");
    }
  }

  /** How many samples of a model may still be evaluated, if the model owner tells it. */
  public Optional<Long> budgetLeft(String model) {
    ModelOwnerApi.Account account = PeerCall.call(api::account);
    return Stream.ofNullable(account.budgets())
        .flatMap(List::stream)
        .filter(budget -> budget.model().equals(model))
        .findFirst()
        .map(ModelOwnerApi.Budget::remaining)
        .or(() -> Optional.ofNullable(account.limits()).map(ModelOwnerApi.Limits::samplesPerModel));
  }

  private static Problem malformed(String why) {
    return new Problem(
        ProblemType.MODEL_OWNER_UNAVAILABLE,
        "the model owner's reply is not what its contract says: " + why);
  }

  /** The body of a request: ciphertexts, each after its length as 32 bits, little-endian. */
  public static byte[] frame(List<Ciphertext> ciphertexts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Ciphertext ciphertext : ciphertexts) {
      byte[] bytes = WireWriter.toBytes(ciphertext);
      out.writeBytes(
          ByteBuffer.allocate(Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(bytes.length)
              .array());
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  /**
   * The ciphertexts of a reply.
   *
   * @throws Problem for bytes that are no such reply
   */
  public static List<Ciphertext> unframe(byte[] reply, RlweParameters parameters, int expected) {
    WireReader reader = new WireReader(parameters);
    ByteArrayInputStream in = new ByteArrayInputStream(reply);
    List<Ciphertext> ciphertexts = new ArrayList<>();
    try {
      while (in.available() > 0) {
        byte[] prefix = in.readNBytes(Integer.BYTES);
        int length =
            prefix.length < Integer.BYTES
                ? -1
                : ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length < 0 || length > in.available() || ciphertexts.size() == expected) {
          throw malformed("expected %d ciphertexts with their lengths".formatted(expected));
        }
        ciphertexts.add(reader.ciphertext(in.readNBytes(length)));
      }
    } catch (HeException e) {
      throw malformed(e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
    if (ciphertexts.size() != expected) {
      throw malformed("got %d ciphertexts, expected %d".formatted(ciphertexts.size(), expected));
    }
    return ciphertexts;
  }
}
