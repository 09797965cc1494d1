/**
 * The messages between server and viewers, and their JSON; {@code src/docs/PROTOCOL.md} is the
 * reference.
 */
@NullMarked
package dev.livegrad.protocol;

import org.jspecify.annotations.NullMarked;
