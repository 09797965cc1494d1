/**
 * Finds what is wrong with a run: watches its losses, looks at its neurons and gradients now and
 * then, and makes trials of how it would continue at this and at other learning rates. A class for
 * each rule.
 */
@NullMarked
package dev.livegrad.training.diagnosis;

import org.jspecify.annotations.NullMarked;
