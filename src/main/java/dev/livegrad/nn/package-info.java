/**
 * Neurons, layers and multi-layer perceptrons made of {@link dev.livegrad.engine.Value}s, and their
 * losses.
 */
@NullMarked
package dev.livegrad.nn;

import org.jspecify.annotations.NullMarked;
