/** Benchmarks: Livegrad beside other ways to do the same. Runs in the profile {@code bench}. */
@NullMarked
package dev.livegrad.bench;

import org.jspecify.annotations.NullMarked;
