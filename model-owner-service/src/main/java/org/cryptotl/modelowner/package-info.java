/**
 * The model owner's service: packages by feature. {@code problems} and {@code blobs} serve all;
 * {@code tenants} says who calls and what they may; {@code training} makes networks, {@code models}
 * keeps and plans them, {@code evaluationkeys} keeps what data owners upload, {@code evaluation}
 * computes on ciphertexts. Nothing here ever holds a secret key.
 */
package org.cryptotl.modelowner;
