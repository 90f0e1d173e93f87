package org.cryptotl.modelowner.tenants;

/**
 * A tenant is about to be deleted: who keeps payloads of it deletes them now.
 *
 * @param tenantId the tenant
 */
public record TenantDeleted(String tenantId) {}
