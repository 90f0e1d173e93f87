package org.cryptotl.dataowner.modelowner;

import java.time.Instant;

/**
 * A connection to a model owner, without its token.
 *
 * @param id of the connection
 * @param name given by the user
 * @param address where its service is
 * @param createdAt when it was made
 */
public record ModelOwner(String id, String name, String address, Instant createdAt) {}
