/**
 * The model owner's service as a process of its own, under the load of several tenants: what HTTP,
 * database and caches add to the engine.
 */
package org.cryptotl.benchmarks.service;
