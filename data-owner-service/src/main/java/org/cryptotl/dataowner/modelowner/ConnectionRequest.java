package org.cryptotl.dataowner.modelowner;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A connection to be made.
 *
 * @param name for the user
 * @param address of the model owner's service, without a path
 * @param token that the model owner gave
 */
public record ConnectionRequest(
    @NotBlank @Size(max = 100) String name,
    @NotNull @Size(max = 500) @Pattern(regexp = ADDRESS, message = NO_ADDRESS) String address,
    @NotBlank @Size(max = 500) @Pattern(regexp = TOKEN, message = NO_TOKEN) String token) {

  static final String ADDRESS = "https?://[A-Za-z0-9.\\-_\\[\\]:]+/?";
  static final String NO_ADDRESS = "must be like https://host:port, without a path";
  static final String TOKEN = "[!-~]*";
  static final String NO_TOKEN = "must be one word of ASCII characters";

  @Override
  public String toString() {
    return "ConnectionRequest[%s, %s, token redacted]".formatted(name, address);
  }
}
