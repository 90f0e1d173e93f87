package org.cryptotl.modelowner.tenants;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * What a tenant may use.
 *
 * @param maxStoredBytes of evaluation keys and of the jobs' inputs
 * @param maxKeyBundles bundles of evaluation keys
 * @param maxJobs jobs that have not ended
 * @param requestsPerMinute requests, of one process of the service
 * @param samplesPerModel the query budget: samples of each model in a period
 * @param budgetPeriodSeconds length of that period
 */
public record Limits(
    @Min(0) long maxStoredBytes,
    @Min(0) @Max(1000) int maxKeyBundles,
    @Min(0) @Max(1000) int maxJobs,
    @Min(1) @Max(1_000_000) int requestsPerMinute,
    @Min(0) long samplesPerModel,
    @Min(1) @Max(3_153_600_000L) long budgetPeriodSeconds) {

  /** 10 GiB, 10 bundles, 10 jobs, 6000 requests a minute, a million samples of a model a day. */
  public static final Limits DEFAULT = new Limits(10L << 30, 10, 10, 6000, 1_000_000, 86_400);
}
