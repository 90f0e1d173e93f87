package org.cryptotl.dataowner.keys;

/**
 * A key pair is about to be deleted; who uses it throws a problem, and it stays.
 *
 * @param id of the pair
 */
public record KeyPairDeleting(String id) {}
