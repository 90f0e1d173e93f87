package org.cryptotl.modelowner.tenants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cryptotl.modelowner.Api;
import org.cryptotl.modelowner.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Administrators cannot be locked out. */
class AdministratorTokenTest extends ServiceTest {

  @Autowired private Bootstrap bootstrap;
  @Autowired private JdbcClient jdbc;

  private List<String> administratorsTokens() {
    List<String> paths = new ArrayList<>();
    for (JsonNode tenant : admin().get("/api/v1/tenants").expect(200).json().get("tenants")) {
      if (tenant.get("role").asString().equals("ADMIN")) {
        String tokens = "/api/v1/tenants/%s/tokens".formatted(tenant.get("id").asString());
        admin()
            .get(tokens)
            .json()
            .get("tokens")
            .forEach(token -> paths.add(tokens + "/" + token.get("id").asString()));
      }
    }
    return paths;
  }

  @Test
  void lastTokenOfAnAdministrator_isNotDeleted() {
    List<String> tokens = administratorsTokens();
    assertEquals(1, tokens.size());
    assertEquals(409, admin().delete(tokens.getFirst()).status());
    admin().get("/api/v1/account").expect(200);
  }

  @Test
  void lastTwoTokens_areNotDeletedAtOnce() {
    String first = administratorsTokens().getFirst();
    String all = first.substring(0, first.lastIndexOf('/'));
    for (int round = 0; round < 10; round++) {
      JsonNode second = admin().post(all, "{\"name\":\"second\"}").expect(201).json();
      Api other = admin().as(second.get("token").asString());
      CompletableFuture<Api.Answer> one = CompletableFuture.supplyAsync(() -> other.delete(first));
      admin().delete(all + "/" + second.get("id").asString());
      one.join();
      assertEquals(
          1,
          jdbc.sql("select count(*) from token where tenant_id = ?")
              .param(all.split("/", -1)[4])
              .query(Integer.class)
              .single());
      if (one.join().status() == 204) {
        jdbc.sql("delete from token where tenant_id = ?").param(all.split("/", -1)[4]).update();
        bootstrap.run(new DefaultApplicationArguments());
        break;
      }
    }
    admin().get("/api/v1/account").expect(200);
  }

  @Test
  void administratorWithoutAToken_getsTheOneOfTheSettings() {
    jdbc.sql("delete from token where tenant_id in (select id from tenant where role = 'ADMIN')")
        .update();
    admin().get("/api/v1/account").expect(401);
    bootstrap.run(new DefaultApplicationArguments());
    admin().get("/api/v1/account").expect(200);
    bootstrap.run(new DefaultApplicationArguments());
    assertEquals(1, administratorsTokens().size());
  }
}
