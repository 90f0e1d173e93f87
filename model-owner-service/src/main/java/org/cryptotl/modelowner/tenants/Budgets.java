package org.cryptotl.modelowner.tenants;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The query budget: how many samples a tenant may evaluate on one model, all its versions together,
 * in a period. It bounds what can be learnt of a model by asking. Nobody can see how many samples a
 * ciphertext holds, so each is charged as many as it has room for.
 */
@Component
public class Budgets {

  private final JdbcClient jdbc;
  private final Clock clock;

  /** What fails in it leaves the caller's transaction as it was. */
  private final TransactionTemplate nested;

  Budgets(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.nested = new TransactionTemplate(transactions);
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    this.clock = clock;
  }

  /** What a tenant has used and may still use. */
  record Budget(String model, long used, long remaining, long resetsInSeconds) {}

  /**
   * Takes samples from the budget, or none of them.
   *
   * @return how many are left
   * @throws Problem if fewer are left
   */
  public long take(Caller caller, String model, long samples) {
    long now = clock.millis();
    long most = caller.limits().samplesPerModel();
    boolean taken = take(caller, model, samples, now);
    if (!taken) {
      begin(caller, model, now);
      taken = take(caller, model, samples, now);
    }
    Budget left = of(caller, model);
    if (!taken) {
      throw new Problem(
          ProblemType.BUDGET_EXHAUSTED,
          "%d samples are wanted, %d are left of %d; ask again later or for a larger budget"
              .formatted(samples, left.remaining(), most),
          Map.of(
              "remaining",
              left.remaining(),
              "retryAfterSeconds",
              Math.max(1, left.resetsInSeconds())));
    }
    return left.remaining();
  }

  /** Takes samples where enough are left, of a new period where the last one has ended. */
  private boolean take(Caller caller, String model, long samples, long now) {
    long ended = now - caller.limits().budgetPeriodSeconds() * 1000;
    return jdbc.sql(
                """
                update budget_use set
                  used = case when period_start <= :ended then :samples else used + :samples end,
                  period_start = case when period_start <= :ended then :now else period_start end
                where tenant_id = :tenant and model = :model
                  and case when period_start <= :ended then 0 else used end + :samples <= :most
                """)
            .param("ended", ended)
            .param("samples", samples)
            .param("now", now)
            .param("tenant", caller.tenantId())
            .param("model", model)
            .param("most", caller.limits().samplesPerModel())
            .update()
        == 1;
  }

  /** Makes the row of a tenant and a model, unless it is there, or another request is faster. */
  private void begin(Caller caller, String model, long now) {
    try {
      nested.executeWithoutResult(_ ->
          jdbc.sql(
                  "insert into budget_use (tenant_id, model, period_start, used) values (?, ?, ?, 0)")
              .params(caller.tenantId(), model, now)
              .update());
    } catch (DuplicateKeyException _) {
      // It is there.
    }
  }

  /** Gives samples back that were not evaluated after all. */
  public void giveBack(String tenantId, String model, long samples) {
    jdbc.sql(
            """
            update budget_use set used = case when used > ? then used - ? else 0 end
            where tenant_id = ? and model = ?
            """)
        .params(samples, samples, tenantId, model)
        .update();
  }

  Budget of(Caller caller, String model) {
    long now = clock.millis();
    long period = caller.limits().budgetPeriodSeconds() * 1000;
    long most = caller.limits().samplesPerModel();
    return jdbc.sql("select used, period_start from budget_use where tenant_id = ? and model = ?")
        .params(caller.tenantId(), model)
        .query((row, _) -> {
          long end = row.getLong("period_start") + period;
          long used = end <= now ? 0 : row.getLong("used");
          long resets = end <= now ? 0 : Math.ceilDiv(end - now, 1000L);
          return new Budget(model, used, Math.max(0, most - used), resets);
        })
        .optional()
        .orElse(new Budget(model, 0, most, 0));
  }

  List<Budget> all(Caller caller) {
    return jdbc
        .sql("select model from budget_use where tenant_id = ? order by model")
        .param(caller.tenantId())
        .query(String.class)
        .list()
        .stream()
        .map(model -> of(caller, model))
        .toList();
  }
}
