/**
 * Brings inputs into the range that networks and ciphertexts want.
 *
 * <p>May import the JDK alone.
 */
package org.cryptotl.nn.scaling;
