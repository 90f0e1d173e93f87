/**
 * The demonstration: starts both services as processes and goes through the life of both parties
 * over their HTTP interfaces, as their users would. Both sides' own code is not used, but for one
 * thing: to compare encrypted results with plain ones, the demonstration, which is on both sides,
 * evaluates the network in plain with {@code neural-network}.
 */
package org.cryptotl.endtoend;
