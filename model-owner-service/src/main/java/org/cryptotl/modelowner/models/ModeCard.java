package org.cryptotl.modelowner.models;

import org.cryptotl.he.io.ManifestHash;
import org.cryptotl.he.io.WireSize;
import org.cryptotl.he.manifest.Manifest;

/** A manifest for people to read; the manifest itself is in the engine's wire format. */
record ModeCard(
    Mode mode,
    String manifestSha256,
    int securityBits,
    int logN,
    int level,
    double low,
    double high,
    int samplesPerRequest,
    int inputCiphertexts,
    int outputCiphertexts,
    long inputBytes,
    long outputBytes,
    long keyBytes,
    int galoisKeys,
    double expectedError,
    double errorBound,
    int floodingBits,
    double predictedMillis,
    Double measuredError,
    Double measuredMillis) {

  static ModeCard of(Mode mode, Manifest manifest, Measurement measured) {
    var layout = manifest.layout();
    return new ModeCard(
        mode,
        ManifestHash.of(manifest),
        manifest.securityBits(),
        manifest.parameters().logN(),
        layout.level(),
        manifest.range().low(),
        manifest.range().high(),
        layout.capacity(),
        layout.inputParts(),
        layout.outputParts(),
        WireSize.request(manifest),
        WireSize.reply(manifest),
        WireSize.publicKey(manifest.parameters().rlwe()) + WireSize.evaluationKeys(manifest),
        manifest.keys().galoisLimbs().size(),
        manifest.precision().expectedError(),
        manifest.precision().errorBound(),
        manifest.floodingBits(),
        manifest.millis(),
        measured.error(),
        measured.millis());
  }
}
