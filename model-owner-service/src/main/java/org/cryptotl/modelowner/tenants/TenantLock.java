package org.cryptotl.modelowner.tenants;

import java.util.function.Supplier;
import org.cryptotl.modelowner.problems.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets one request of a tenant at a time, of all processes, make what its limits count. */
@Component
public class TenantLock {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  TenantLock(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * Counts and inserts in one transaction that holds the tenant's row.
   *
   * @throws Problem if the tenant is gone
   */
  public <T> T hold(Caller caller, Supplier<T> work) {
    return transaction.execute(_ -> {
      if (jdbc.sql("select id from tenant where id = ? for update")
          .param(caller.tenantId())
          .query(String.class)
          .list()
          .isEmpty()) {
        throw Problem.notFound("tenant");
      }
      return work.get();
    });
  }
}
