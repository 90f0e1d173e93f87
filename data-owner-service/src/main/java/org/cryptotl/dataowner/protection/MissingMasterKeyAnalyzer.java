package org.cryptotl.dataowner.protection;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells the operator in a sentence, not in a stack trace. */
final class MissingMasterKeyAnalyzer extends AbstractFailureAnalyzer<MissingMasterKeyException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, MissingMasterKeyException cause) {
    return new FailureAnalysis(cause.getMessage(), null, cause);
  }
}
