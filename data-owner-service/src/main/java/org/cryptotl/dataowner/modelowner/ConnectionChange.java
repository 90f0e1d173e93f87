package org.cryptotl.dataowner.modelowner;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A connection's new address and token.
 *
 * @param address of the model owner's service, without a path
 * @param token that the model owner gave
 */
public record ConnectionChange(
    @NotNull
        @Size(max = 500)
        @Pattern(regexp = ConnectionRequest.ADDRESS, message = ConnectionRequest.NO_ADDRESS)
        String address,
    @NotBlank
        @Size(max = 500)
        @Pattern(regexp = ConnectionRequest.TOKEN, message = ConnectionRequest.NO_TOKEN)
        String token) {

  @Override
  public String toString() {
    return "ConnectionChange[%s, token redacted]".formatted(address);
  }
}
