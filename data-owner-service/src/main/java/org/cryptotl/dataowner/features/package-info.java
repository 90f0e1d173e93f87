/**
 * Feature extraction: encode, scale, encrypt, have evaluated, decrypt, store; as resumable jobs.
 */
package org.cryptotl.dataowner.features;
