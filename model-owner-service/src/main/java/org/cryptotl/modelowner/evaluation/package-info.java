/** Evaluations on ciphertexts: small ones at once, large ones as jobs of chunks. */
package org.cryptotl.modelowner.evaluation;
