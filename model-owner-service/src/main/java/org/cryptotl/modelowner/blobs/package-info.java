/** Payloads too large for rows: files by default, tables where several processes share them. */
package org.cryptotl.modelowner.blobs;
