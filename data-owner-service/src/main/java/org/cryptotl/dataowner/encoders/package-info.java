/** The sentence encoders that run here, so that no text leaves. */
package org.cryptotl.dataowner.encoders;
