/** Who may use the service: a password for the pages, bearer tokens for the API. */
package org.cryptotl.dataowner.access;
