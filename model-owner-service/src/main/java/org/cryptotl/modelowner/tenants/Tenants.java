package org.cryptotl.modelowner.tenants;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tenants. */
@Component
class Tenants {

  static final RowMapper<Tenant> ROW =
      (row, _) ->
          new Tenant(
              row.getString("id"),
              row.getString("name"),
              Role.valueOf(row.getString("role")),
              new Limits(
                  row.getLong("max_stored_bytes"),
                  row.getInt("max_key_bundles"),
                  row.getInt("max_jobs"),
                  row.getInt("requests_per_minute"),
                  row.getLong("samples_per_model"),
                  row.getLong("budget_period_seconds")),
              Instant.ofEpochMilli(row.getLong("created_at")));

  private final JdbcClient jdbc;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  Tenants(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.events = events;
  }

  Tenant create(String name, Role role, Limits limits) {
    Tenant tenant =
        new Tenant(
            UUID.randomUUID().toString(), name, role, limits, Instant.ofEpochMilli(clock.millis()));
    try {
      jdbc.sql(
              """
              insert into tenant (id, name, role, max_stored_bytes, max_key_bundles, max_jobs,
                requests_per_minute, samples_per_model, budget_period_seconds, created_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """)
          .params(
              tenant.id(),
              name,
              role.name(),
              limits.maxStoredBytes(),
              limits.maxKeyBundles(),
              limits.maxJobs(),
              limits.requestsPerMinute(),
              limits.samplesPerModel(),
              limits.budgetPeriodSeconds(),
              tenant.createdAt().toEpochMilli())
          .update();
    } catch (DuplicateKeyException _) {
      throw new Problem(ProblemType.CONFLICT, "there is a tenant of this name; choose another");
    }
    return tenant;
  }

  List<Tenant> list() {
    return jdbc.sql("select * from tenant order by name").query(ROW).list();
  }

  Tenant find(String id) {
    return jdbc.sql("select * from tenant where id = ?")
        .param(id)
        .query(ROW)
        .optional()
        .orElseThrow(() -> Problem.notFound("tenant"));
  }

  Tenant limit(String id, Limits limits) {
    jdbc.sql(
            """
            update tenant set max_stored_bytes = ?, max_key_bundles = ?, max_jobs = ?,
              requests_per_minute = ?, samples_per_model = ?, budget_period_seconds = ?
            where id = ?
            """)
        .params(
            limits.maxStoredBytes(),
            limits.maxKeyBundles(),
            limits.maxJobs(),
            limits.requestsPerMinute(),
            limits.samplesPerModel(),
            limits.budgetPeriodSeconds(),
            id)
        .update();
    return find(id);
  }

  /** Deletes a tenant with all that is its own. */
  void delete(String id) {
    find(id);
    events.publishEvent(new TenantDeleted(id));
    jdbc.sql("delete from tenant where id = ?").param(id).update();
  }
}
