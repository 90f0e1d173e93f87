/**
 * The data owner's service: keeps texts, labels, secret keys and heads, and has the frozen layers
 * of model owners evaluated on ciphertexts. Uses the engine but never its {@code plan} package.
 */
package org.cryptotl.dataowner;
