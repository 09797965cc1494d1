package dev.livegrad.protocol;

/**
 * How far a viewer has come.
 *
 * @param epoch which trajectory; only good for equality
 * @param offset the number of the first step it has not seen
 */
public record Position(long epoch, long offset) {}
