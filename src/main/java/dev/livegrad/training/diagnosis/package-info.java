/**
 * What is wrong with a run, and what only looks so: watches its losses, looks at its neurons and
 * gradients now and then, and tries out what another learning rate would do.
 */
@NullMarked
package dev.livegrad.training.diagnosis;

import org.jspecify.annotations.NullMarked;
