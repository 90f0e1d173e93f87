package org.cryptotl.dataowner.datasets;

/**
 * A row that cannot be used.
 *
 * @param line where it begins in the file, from 1
 * @param reason what is wrong; never the row's own text
 */
public record BadRow(long line, String reason) {}
