package org.cryptotl.dataowner.modelowner;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Turns what goes wrong with the model owner into problems of this service. */
final class PeerCall {

  private static final int LONGEST_DETAIL = 500;
  private static final long DEFAULT_RETRY_SECONDS = 1;

  private PeerCall() {}

  /** A problem's part that matters here. */
  private record PeerProblem(@Nullable String type, String title, String detail) {

    String told() {
      String text = title + ": " + detail;
      return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
    }
  }

  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (RestClientResponseException e) {
      throw refused(e);
    } catch (ResourceAccessException e) {
      throw new Problem(
          ProblemType.MODEL_OWNER_UNAVAILABLE,
          "the model owner does not answer; is its address right and its service up?");
    } catch (RestClientException e) {
      throw new Problem(
          ProblemType.MODEL_OWNER_UNAVAILABLE,
          "the model owner's answer is not what its contract says; is the address that of a"
              + " CryptoTL model owner?");
    }
  }

  private static Problem refused(RestClientResponseException e) {
    int status = e.getStatusCode().value();
    Optional<PeerProblem> problem = problem(e);
    String told = problem.map(PeerProblem::told).orElse("no reason was given");
    String type = problem.map(PeerProblem::type).orElse("about:blank");
    return switch (status) {
      case 401, 403 ->
          new Problem(
              ProblemType.MODEL_OWNER_REFUSED,
              "the model owner does not accept the token (%s); ask for a new one and enter it at the connection"
                  .formatted(told));
      case 410 ->
          new Problem(
              ProblemType.STALE_MANIFEST,
              "the model owner has retired or changed this version (%s); look at its models, choose the present version and make keys for it"
                  .formatted(told));
      case 429, 502, 503, 504 ->
          new Problem(
              ProblemType.MODEL_OWNER_BUSY,
              "the model owner asks to wait: " + told,
              Map.of("retryAfterSeconds", retryAfter(e)));
      default ->
          new Problem(
              status >= 500 ? ProblemType.MODEL_OWNER_UNAVAILABLE : ProblemType.MODEL_OWNER_REFUSED,
              "the model owner answered with status %d: %s".formatted(status, told),
              Map.of("peerStatus", status, "peerType", type));
    };
  }

  private static long retryAfter(RestClientResponseException e) {
    HttpHeaders headers = e.getResponseHeaders();
    String value = headers == null ? null : headers.getFirst(HttpHeaders.RETRY_AFTER);
    try {
      return value == null ? DEFAULT_RETRY_SECONDS : Long.parseLong(value.strip());
    } catch (NumberFormatException _) {
      return DEFAULT_RETRY_SECONDS;
    }
  }

  private static Optional<PeerProblem> problem(RestClientResponseException e) {
    try {
      return Optional.ofNullable(e.getResponseBodyAs(PeerProblem.class))
          .filter(problem -> problem.detail() != null);
    } catch (RuntimeException _) {
      // The body is no problem document: the status is all that there is to tell.
      return Optional.empty();
    }
  }
}
