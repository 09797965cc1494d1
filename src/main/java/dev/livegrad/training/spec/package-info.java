/** A run spec: what determines a run, as people write it and as a value. */
@NullMarked
package dev.livegrad.training.spec;

import org.jspecify.annotations.NullMarked;
