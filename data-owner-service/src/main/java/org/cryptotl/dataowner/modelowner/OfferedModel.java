package org.cryptotl.dataowner.modelowner;

/**
 * A model that can be used.
 *
 * @param name of the model
 * @param version the active one
 * @param card what is public of it
 */
public record OfferedModel(String name, int version, Card card) {}
