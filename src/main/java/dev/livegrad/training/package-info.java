/**
 * Training itself: a spec with its data becomes a network and a loss, and a {@link
 * dev.livegrad.training.TrainingRun} makes the steps. Knows no commands, no clock and no threads of
 * a server: those belong to {@code dev.livegrad.run}.
 */
@NullMarked
package dev.livegrad.training;

import org.jspecify.annotations.NullMarked;
