/**
 * The wire format of parameters, keys, ciphertexts and manifests: {@link
 * org.cryptotl.he.io.WireWriter} and {@link org.cryptotl.he.io.WireReader} for whole objects,
 * {@link org.cryptotl.he.io.EvaluationKeyWriter} and {@link
 * org.cryptotl.he.io.EvaluationKeyConsumer} for bundles that are too big to be held, {@link
 * org.cryptotl.he.io.WireSize} for the number of bytes before there are any, {@link
 * org.cryptotl.he.io.ManifestHash} for what two parties agree on.
 *
 * <p>May import {@code manifest}, {@code ckks}, {@code rlwe} and {@code ring}. The format is
 * described byte by byte in {@code he-engine/docs/wire-format.md}.
 */
package org.cryptotl.he.io;
