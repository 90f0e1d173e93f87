/** The other party: connections, models and their cards, manifests; the client of its contract. */
package org.cryptotl.dataowner.modelowner;
