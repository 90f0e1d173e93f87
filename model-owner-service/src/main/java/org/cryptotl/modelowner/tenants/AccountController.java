package org.cryptotl.modelowner.tenants;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What callers may know of themselves, and administrators of everybody. */
@RestController
@RequestMapping("/api/v1")
class AccountController {

  /** Who the token belongs to, and what is left of its budgets. */
  record Account(
      String tenantId, String name, Role role, Limits limits, List<Budgets.Budget> budgets) {}

  /** Entries, the newest first. */
  record AuditLog(List<Audit.Entry> entries) {}

  private final Budgets budgets;
  private final Audit audit;

  AccountController(Budgets budgets, Audit audit) {
    this.budgets = budgets;
    this.audit = audit;
  }

  @GetMapping("/account")
  Account getAccount(@AuthenticationPrincipal Caller caller) {
    return new Account(
        caller.tenantId(), caller.name(), caller.role(), caller.limits(), budgets.all(caller));
  }

  @GetMapping("/audit")
  AuditLog getAudit(
      @RequestParam(defaultValue = "9223372036854775807") long before,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
    return new AuditLog(audit.before(before, limit));
  }
}
