package org.cryptotl.dataowner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;

/** Passes requests on to another address and keeps everything that was sent, headers too. */
public final class Recorder implements AutoCloseable {

  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "upgrade", "transfer-encoding", "date");

  private final HttpServer server;
  private final String target;
  private final BiFunction<String, byte[], byte[]> change;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger evaluations = new AtomicInteger();
  private volatile IntPredicate refuses = _ -> false;
  private volatile int refusal;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile String busy;

  public Recorder(String target) {
    this(target, (_, answer) -> answer);
  }

  /**
   * Makes one that changes answers.
   *
   * @param change of a path and an answer makes the answer that is given
   */
  public Recorder(String target, BiFunction<String, byte[], byte[]> change) {
    this.target = target;
    this.change = change;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::pass);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Asks to wait for half a minute on paths with this end; null for none. */
  public void busy(String end) {
    busy = end;
  }

  /** How many were asked to wait. */
  public int refused() {
    return refused.get();
  }

  /** From now on answers some evaluations with a status; they are counted from 1. */
  public void refuse(int status, IntPredicate which) {
    evaluations.set(0);
    refusal = status;
    refuses = which;
  }

  /** Evaluations that were asked for since. */
  public int evaluations() {
    return evaluations.get();
  }

  /** All that was sent so far. */
  public byte[] sent() {
    synchronized (sent) {
      return sent.toByteArray();
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String end = busy;
    if (end != null && exchange.getRequestURI().getPath().endsWith(end)) {
      refused.incrementAndGet();
      exchange.getResponseHeaders().set("Retry-After", "30");
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    String head =
        exchange.getRequestMethod()
            + exchange.getRequestURI()
            + exchange.getRequestHeaders().entrySet();
    synchronized (sent) {
      sent.writeBytes(head.getBytes(StandardCharsets.UTF_8));
      sent.writeBytes(body);
    }
    if (exchange.getRequestURI().getPath().endsWith("/evaluations")
        && refuses.test(evaluations.incrementAndGet())) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      exchange.sendResponseHeaders(refusal, -1);
      exchange.close();
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
              exchange.getResponseHeaders().put(name, values);
            }
          });
      byte[] given = change.apply(exchange.getRequestURI().getPath(), answer.body());
      exchange.sendResponseHeaders(answer.statusCode(), given.length == 0 ? -1 : given.length);
      exchange.getResponseBody().write(given);
    } catch (IOException | InterruptedException _) {
      // The other side has gone: so does this connection.
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
