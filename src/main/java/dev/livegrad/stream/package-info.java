/** What viewers get and when: the bounded history, frames, and one subscriber per viewer. */
@NullMarked
package dev.livegrad.stream;

import org.jspecify.annotations.NullMarked;
