/** What reads outputs, losses and gradients at any parameters, without disturbing the run. */
@NullMarked
package dev.livegrad.training.inspect;

import org.jspecify.annotations.NullMarked;
