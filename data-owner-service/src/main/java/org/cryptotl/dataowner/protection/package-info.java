/** Encryption at rest: secret keys and tokens under one master key. */
package org.cryptotl.dataowner.protection;
