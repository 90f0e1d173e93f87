/**
 * Whole-system benchmark: what a head learns from few labels of a target task when it sees the
 * features of a base that was trained on other tasks, the bare embedding, or both.
 */
package org.cryptotl.benchmarks.transfer;
