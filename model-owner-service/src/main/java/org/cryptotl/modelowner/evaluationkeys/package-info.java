/** What data owners upload once: public keys and evaluation keys, checked, kept and cached. */
package org.cryptotl.modelowner.evaluationkeys;
