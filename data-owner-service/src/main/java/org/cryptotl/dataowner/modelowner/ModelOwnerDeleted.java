package org.cryptotl.dataowner.modelowner;

import java.util.function.Consumer;

/**
 * A connection is about to be deleted; what hangs on it has to go.
 *
 * @param id of the connection
 * @param left told the ids of bundles that the model owner did not delete
 */
public record ModelOwnerDeleted(String id, Consumer<String> left) {}
