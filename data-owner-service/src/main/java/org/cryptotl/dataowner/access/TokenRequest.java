package org.cryptotl.dataowner.access;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A token to be made.
 *
 * @param name what it is for
 */
public record TokenRequest(@NotBlank @Size(max = 100) String name) {}
