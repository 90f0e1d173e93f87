package org.cryptotl.modelowner.tenants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cryptotl.modelowner.ServiceTest;
import org.cryptotl.modelowner.problems.Problem;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class BudgetsTest extends ServiceTest {

  @Autowired private Budgets budgets;

  /** Also where the period has ended, since the request wants more than a whole budget. */
  @Test
  void exhaustedBudget_saysToWaitForASecondAtLeast() throws InterruptedException {
    String id = tenant().get("/api/v1/account").json().get("tenantId").asString();
    Caller caller = new Caller(id, "small", Role.DATA_OWNER, new Limits(0, 0, 0, 1, 1, 1));
    for (int i = 0; i < 2; i++) {
      Problem problem = assertThrows(Problem.class, () -> budgets.take(caller, "small", 2));
      assertTrue((long) problem.fields().get("retryAfterSeconds") >= 1);
      assertEquals(1L, problem.fields().get("remaining"));
      Thread.sleep(1100);
    }
  }
}
