package org.cryptotl.dataowner.access;

import java.security.SecureRandom;
import java.util.Base64;
import org.cryptotl.dataowner.CryptotlProperties;
import org.cryptotl.dataowner.problems.Problem;
import org.cryptotl.dataowner.problems.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The pages' user, {@code admin}; made at the first start, as the first token of the API is. */
@Component
public class Accounts implements UserDetailsService, ApplicationRunner {

  /** The user's name. */
  public static final String ADMIN = "admin";

  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
  private static final int PASSWORD_BYTES = 15;

  private final JdbcClient jdbc;
  private final PasswordEncoder encoder;
  private final ApiTokens tokens;
  private final CryptotlProperties properties;

  Accounts(
      JdbcClient jdbc, PasswordEncoder encoder, ApiTokens tokens, CryptotlProperties properties) {
    this.jdbc = jdbc;
    this.encoder = encoder;
    this.tokens = tokens;
    this.properties = properties;
  }

  @Override
  @Transactional
  public void run(ApplicationArguments arguments) {
    if (jdbc.sql("select count(*) from account").query(Integer.class).single() == 0) {
      String password = properties.adminPassword();
      if (password.isEmpty()) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        System.out.println("Log in as " + ADMIN + ", password (shown this once): " + password);
      } else {
        LOG.info("the first password is the one of cryptotl.admin-password");
      }
      jdbc.sql("insert into account (name, password_hash) values (?, ?)")
          .params(ADMIN, encoder.encode(password))
          .update();
      // Not at later starts: a token that was deleted stays deleted.
      if (!properties.bootstrapToken().isEmpty()) {
        tokens.insert("bootstrap", properties.bootstrapToken());
      }
    }
  }

  @Override
  public UserDetails loadUserByUsername(String name) {
    return jdbc.sql("select password_hash from account where name = ?")
        .param(name)
        .query(String.class)
        .optional()
        .map(hash -> User.withUsername(name).password(hash).roles("PAGES").build())
        .orElseThrow(() -> new UsernameNotFoundException("there is no such user"));
  }

  /** Changes the password; the present one has to be given. */
  public void changePassword(String present, String next) {
    if (!encoder.matches(present, loadUserByUsername(ADMIN).getPassword())) {
      throw new Problem(ProblemType.INVALID_REQUEST, "the present password is another one");
    }
    if (!CryptotlProperties.isPassword(next)) {
      throw new Problem(
          ProblemType.INVALID_REQUEST, "the new password " + CryptotlProperties.PASSWORD_RULE);
    }
    jdbc.sql("update account set password_hash = ? where name = ?")
        .params(encoder.encode(next), ADMIN)
        .update();
  }
}
