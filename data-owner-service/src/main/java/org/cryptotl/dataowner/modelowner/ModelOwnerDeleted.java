package org.cryptotl.dataowner.modelowner;

/**
 * A connection is about to be deleted; what hangs on it has to go.
 *
 * @param id of the connection
 */
public record ModelOwnerDeleted(String id) {}
