/** Key pairs: secret keys sealed at rest, public and evaluation keys uploaded once. */
package org.cryptotl.dataowner.keys;
