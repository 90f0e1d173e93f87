package org.cryptotl.modelowner.tenants;

import java.time.Instant;

/** A tenant, as administrators see it. */
record Tenant(String id, String name, Role role, Limits limits, Instant createdAt) {}
