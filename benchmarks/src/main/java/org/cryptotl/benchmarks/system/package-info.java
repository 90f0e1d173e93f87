/** Both services as processes of their own, measured as their users see them. */
package org.cryptotl.benchmarks.system;
