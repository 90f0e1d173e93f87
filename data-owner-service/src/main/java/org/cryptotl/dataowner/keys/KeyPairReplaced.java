package org.cryptotl.dataowner.keys;

/**
 * A key pair was replaced by another for the same manifest.
 *
 * @param id of the old pair
 * @param by the new pair
 */
public record KeyPairReplaced(String id, String by) {}
