package org.cryptotl.modelowner.tenants;

/**
 * Who sent a request.
 *
 * @param tenantId the tenant
 * @param name its name
 * @param role what it may do
 * @param limits how much of it
 */
public record Caller(String tenantId, String name, Role role, Limits limits) {

  /** Whether the caller manages models and tenants. */
  public boolean isAdmin() {
    return role == Role.ADMIN;
  }
}
