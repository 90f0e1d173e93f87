/**
 * JMH benchmarks of the engine, one class a topic. Each operation is measured twice: a method whose
 * name ends in {@code Vector} runs in a JVM with the Vector API, one that ends in {@code Scalar} in
 * a JVM whose kernels are plain Java. One thread, N = 8192, five data and two special primes unless
 * the class says otherwise.
 */
package org.cryptotl.benchmarks;
