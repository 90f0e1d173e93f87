package org.cryptotl.he.testing;

import java.lang.reflect.Parameter;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives a test a {@link Random} with a fresh seed, and says the seed when the test fails: {@code
 * -Dcryptotl.seed=...} runs it again with the same.
 */
public final class Replay implements ParameterResolver, TestExecutionExceptionHandler {

  private static final String PROPERTY = "cryptotl.seed";

  private static final long SEED = Long.getLong(PROPERTY, System.nanoTime());

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Parameter declared = parameter.getParameter();
    return declared.getType() == Random.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new Random(SEED);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
    throw new AssertionError(
        "%s (run again with -D%s=%d)".formatted(failure.getMessage(), PROPERTY, SEED), failure);
  }
}
