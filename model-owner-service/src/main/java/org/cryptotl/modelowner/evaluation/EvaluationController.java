package org.cryptotl.modelowner.evaluation;

import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.cryptotl.he.manifest.Manifest;
import org.cryptotl.he.rlwe.Ciphertext;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.evaluation.StepTimes.Step;
import org.cryptotl.modelowner.evaluationkeys.KeyBundles;
import org.cryptotl.modelowner.models.Mode;
import org.cryptotl.modelowner.models.Models;
import org.cryptotl.modelowner.tenants.Audit;
import org.cryptotl.modelowner.tenants.Budgets;
import org.cryptotl.modelowner.tenants.Caller;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Evaluations that are answered at once. */
@RestController
class EvaluationController {

  static final String BUDGET_HEADER = "Query-Budget-Remaining";

  private final Models models;
  private final KeyBundles bundles;
  private final Engine engine;
  private final Turnstile turnstile;
  private final Budgets budgets;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final Duration bodyTime;

  EvaluationController(
      Models models,
      KeyBundles bundles,
      Engine engine,
      Turnstile turnstile,
      Budgets budgets,
      Audit audit,
      TransactionTemplate transaction,
      CryptotlProperties properties) {
    this.models = models;
    this.bundles = bundles;
    this.engine = engine;
    this.turnstile = turnstile;
    this.budgets = budgets;
    this.audit = audit;
    this.transaction = transaction;
    this.bodyTime = properties.evaluations().bodyTime();
  }

  @PostMapping(
      path = "/api/v1/models/{model}/versions/{version}/evaluations",
      consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  ResponseEntity<byte[]> evaluate(
      @PathVariable String model,
      @PathVariable int version,
      @RequestParam Mode mode,
      @RequestParam String keys,
      @RequestBody InputStreamResource body,
      HttpServletRequest request,
      @AuthenticationPrincipal Caller caller)
      throws Exception {
    Manifest manifest = models.manifest(caller, model, version, mode);
    bundles.requireReady(caller.tenantId(), keys);
    CiphertextStream.requireSize(request.getContentLengthLong(), manifest);
    StepTimes times = new StepTimes();
    long bytes = CiphertextStream.memoryBytes(manifest);
    turnstile.enter(caller.tenantId(), bytes);
    try (InputStream in = new TimelyStream(body.getInputStream(), bodyTime)) {
      List<Ciphertext> inputs = times.time(Step.READ, () -> CiphertextStream.read(in, manifest));
      Charge charge =
          transaction.execute(
              _ -> charge(caller, model, version, mode, manifest.layout().capacity()));
      List<Ciphertext> results;
      try {
        long from = System.nanoTime();
        results =
            turnstile.inTurn(() -> {
              times.add(Step.WAIT, System.nanoTime() - from);
              return engine.evaluate(caller.tenantId(), model, version, mode, keys, inputs, times);
            });
      } catch (Exception e) {
        transaction.executeWithoutResult(_ -> {
          budgets.giveBack(caller.tenantId(), model, manifest.layout().capacity());
          audit.revoke(charge.auditId());
        });
        throw e;
      }
      byte[] reply = times.time(Step.WRITE, () -> CiphertextStream.toBytes(results));
      engine.count(manifest, mode, times);
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_OCTET_STREAM)
          .header(BUDGET_HEADER, Long.toString(charge.budgetLeft()))
          .header("Evaluation-Millis", Long.toString(times.millis(Step.EVALUATE)))
          .header("Server-Timing", times.serverTiming())
          .body(reply);
    } finally {
      turnstile.leave(caller.tenantId(), bytes);
    }
  }

  /** What is left of the budget, and where the audit log says so. */
  private record Charge(long budgetLeft, long auditId) {}

  private Charge charge(Caller caller, String model, int version, Mode mode, int samples) {
    long left = budgets.take(caller, model, samples);
    long id =
        audit.evaluated(
            caller.tenantId(), Audit.Action.EVALUATION, model, version, mode.name(), samples);
    return new Charge(left, id);
  }
}
