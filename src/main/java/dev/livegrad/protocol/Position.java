package dev.livegrad.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How far a viewer has come.
 *
 * @param trajectory its number, only good for equality; null for the present one
 * @param offset the number of the first step it has not seen
 */
public record Position(@Nullable Long trajectory, long offset) {}
