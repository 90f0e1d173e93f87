package org.cryptotl.modelowner.tenants;

import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much the tenants store: keys, also those announced, and what jobs hold. */
@Component
public class Storage {

  private final JdbcClient jdbc;

  Storage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Checks that there is room for more; what is checked here is inserted under {@link TenantLock}.
   *
   * @throws Problem if there is not
   */
  public void require(Caller caller, long bytes) {
    long used =
        jdbc.sql(
                """
                select (select coalesce(sum(total_bytes), 0) from key_bundle where tenant_id = ?)
                  + (select coalesce(sum(input_bytes + output_bytes), 0) from chunk
                     where job_id in (select id from job where tenant_id = ?))
                """)
            .params(caller.tenantId(), caller.tenantId())
            .query(Long.class)
            .single();
    if (used + bytes > caller.limits().maxStoredBytes()) {
      throw new Problem(
          ProblemType.LIMIT_REACHED,
          "%d bytes are stored, %d more are wanted, %d are allowed; delete keys or jobs"
              .formatted(used, bytes, caller.limits().maxStoredBytes()));
    }
  }
}
