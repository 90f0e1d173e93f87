/** Who may call: tenants, their tokens, limits and query budgets, and what they did. */
package org.cryptotl.modelowner.tenants;
