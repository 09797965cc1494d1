/** Looks at a network at any parameters, without disturbing the run that trains it. */
@NullMarked
package dev.livegrad.training.inspect;

import org.jspecify.annotations.NullMarked;
