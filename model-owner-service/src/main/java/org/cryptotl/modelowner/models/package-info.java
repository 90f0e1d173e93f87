/** Models and their versions: made, planned, offered, retired; the plans that evaluation uses. */
package org.cryptotl.modelowner.models;
