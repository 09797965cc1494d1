/** A run as a value: its spec, its journal of commands, and the steps that follow from both. */
@NullMarked
package dev.livegrad.training;

import org.jspecify.annotations.NullMarked;
