/** From a CSV file of the source task to a base network; knows nothing of versions and tenants. */
package org.cryptotl.modelowner.training;
