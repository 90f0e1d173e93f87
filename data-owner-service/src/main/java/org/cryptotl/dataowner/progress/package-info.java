/** Progress of jobs as server-sent events. */
package org.cryptotl.dataowner.progress;
