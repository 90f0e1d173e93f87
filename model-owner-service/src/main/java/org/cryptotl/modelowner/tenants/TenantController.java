package org.cryptotl.modelowner.tenants;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.cryptotl.modelowner.problems.Plain;
import org.cryptotl.modelowner.problems.Problem;
import org.cryptotl.modelowner.problems.ProblemType;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tenants and their tokens, for administrators. */
@RestController
@RequestMapping("/api/v1/tenants")
class TenantController {

  /** What a new tenant is to be; limits that are not given are the usual ones. */
  record NewTenant(
      @NotBlank @Size(max = 100) @Pattern(regexp = Plain.TEXT, message = Plain.MESSAGE) String name,
      @NotNull Role role,
      @Valid Limits limits) {}

  /** Tenants by name. */
  record TenantList(List<Tenant> tenants) {}

  /** A name to tell tokens apart. */
  record TokenName(
      @NotBlank @Size(max = 100) @Pattern(regexp = Plain.TEXT, message = Plain.MESSAGE)
          String name) {}

  /** Tokens without their secrets. */
  record TokenList(List<Tokens.Token> tokens) {}

  private final Tenants tenants;
  private final Tokens tokens;
  private final TransactionTemplate transaction;
  private final Clock clock;

  TenantController(Tenants tenants, Tokens tokens, TransactionTemplate transaction, Clock clock) {
    this.tenants = tenants;
    this.tokens = tokens;
    this.transaction = transaction;
    this.clock = clock;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<Tenant> createTenant(@Valid @RequestBody NewTenant body) {
    Limits limits = body.limits() == null ? Limits.DEFAULT : body.limits();
    Tenant tenant = tenants.create(body.name(), body.role(), limits);
    return ResponseEntity.created(URI.create("/api/v1/tenants/" + tenant.id())).body(tenant);
  }

  @GetMapping
  TenantList listTenants() {
    return new TenantList(tenants.list());
  }

  @GetMapping("/{tenantId}")
  Tenant getTenant(@PathVariable String tenantId) {
    return tenants.find(tenantId);
  }

  @PutMapping("/{tenantId}/limits")
  Tenant setLimits(@PathVariable String tenantId, @Valid @RequestBody Limits limits) {
    return tenants.limit(tenantId, limits);
  }

  @DeleteMapping("/{tenantId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteTenant(@PathVariable String tenantId, @AuthenticationPrincipal Caller caller) {
    if (tenantId.equals(caller.tenantId())) {
      throw new Problem(ProblemType.CONFLICT, "nobody can delete the tenant they call as");
    }
    tenants.delete(tenantId);
  }

  @PostMapping("/{tenantId}/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<Tokens.NewToken> createToken(
      @PathVariable String tenantId, @Valid @RequestBody TokenName body) {
    tenants.find(tenantId);
    Instant now = Instant.ofEpochMilli(clock.millis());
    Tokens.NewToken token = tokens.create(tenantId, body.name(), now);
    return ResponseEntity.created(
            URI.create("/api/v1/tenants/%s/tokens/%s".formatted(tenantId, token.id())))
        .body(token);
  }

  @GetMapping("/{tenantId}/tokens")
  TokenList listTokens(@PathVariable String tenantId) {
    tenants.find(tenantId);
    return new TokenList(tokens.list(tenantId));
  }

  @DeleteMapping("/{tenantId}/tokens/{tokenId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteToken(@PathVariable String tenantId, @PathVariable String tokenId) {
    transaction.executeWithoutResult(_ -> {
      boolean before = tokens.administratorsHaveAny();
      if (!tokens.delete(tenantId, tokenId)) {
        throw Problem.notFound("token");
      }
      if (before && !tokens.administratorsHaveAny()) {
        throw new Problem(
            ProblemType.CONFLICT, "it is the last token of an administrator; make another first");
      }
    });
  }
}
