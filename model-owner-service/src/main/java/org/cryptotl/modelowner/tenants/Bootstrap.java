package org.cryptotl.modelowner.tenants;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.problems.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives the administrator a token, from the settings or a new one, where no administrator has any;
 * makes the administrator, too, where there is none.
 */
@Component
class Bootstrap implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  private final Tenants tenants;
  private final Tokens tokens;
  private final String chosen;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Bootstrap(
      Tenants tenants,
      Tokens tokens,
      CryptotlProperties properties,
      TransactionTemplate transaction,
      Clock clock) {
    this.tenants = tenants;
    this.tokens = tokens;
    this.chosen = properties.bootstrapToken();
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    Optional<Tokens.NewToken> made;
    try {
      made = transaction.execute(_ -> bootstrap());
    } catch (Problem _) {
      LOG.info("another process has made the first administrator");
      return;
    }
    made.ifPresent(token ->
        System.out.println("The administrator's token, shown this once: " + token.token()));
  }

  /** A token to be shown, if one was made. */
  private Optional<Tokens.NewToken> bootstrap() {
    if (tokens.administratorsHaveAny()) {
      return Optional.empty();
    }
    Tenant admin =
        tenants.list().stream()
            .filter(t -> t.role() == Role.ADMIN)
            .findFirst()
            .orElseGet(() -> tenants.create("admin", Role.ADMIN, Limits.DEFAULT));
    Instant now = Instant.ofEpochMilli(clock.millis());
    if (chosen.isEmpty()) {
      return Optional.of(tokens.create(admin.id(), "bootstrap", now));
    }
    tokens.insert(admin.id(), "bootstrap", chosen, now);
    LOG.info("the administrator's token is the one of cryptotl.bootstrap-token");
    return Optional.empty();
  }
}
