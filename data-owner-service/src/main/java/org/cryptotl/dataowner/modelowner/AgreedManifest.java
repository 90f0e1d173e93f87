package org.cryptotl.dataowner.modelowner;

import org.cryptotl.he.manifest.Manifest;

/**
 * A manifest as the model owner gives it at present.
 *
 * @param manifest what keys and ciphertexts are made by
 * @param sha256 by which both parties know it
 */
public record AgreedManifest(Manifest manifest, String sha256) {}
