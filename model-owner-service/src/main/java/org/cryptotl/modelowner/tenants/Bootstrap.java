package org.cryptotl.modelowner.tenants;

import java.time.Clock;
import java.time.Instant;
import org.cryptotl.modelowner.CryptotlProperties;
import org.cryptotl.modelowner.problems.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Makes the first administrator where there is none, with a token from the settings or a new one.
 */
@Component
class Bootstrap implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  private final Tenants tenants;
  private final Tokens tokens;
  private final String chosen;
  private final Clock clock;

  Bootstrap(Tenants tenants, Tokens tokens, CryptotlProperties properties, Clock clock) {
    this.tenants = tenants;
    this.tokens = tokens;
    this.chosen = properties.bootstrapToken();
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (tenants.list().stream().anyMatch(t -> t.role() == Role.ADMIN)) {
      return;
    }
    Tenant admin;
    try {
      admin = tenants.create("admin", Role.ADMIN, Limits.DEFAULT);
    } catch (Problem _) {
      LOG.info("another process has made the first administrator");
      return;
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    if (chosen.isEmpty()) {
      Tokens.NewToken made = tokens.create(admin.id(), "bootstrap", now);
      System.out.println("The administrator's token, shown this once: " + made.token());
    } else {
      tokens.insert(admin.id(), "bootstrap", chosen, now);
      LOG.info("the administrator's token is the one of cryptotl.bootstrap-token");
    }
  }
}
