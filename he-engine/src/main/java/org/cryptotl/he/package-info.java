/**
 * The engine's exceptions, which every package may throw. A sealed family must live in one package.
 * Start reading at {@code ckks}.
 */
package org.cryptotl.he;
