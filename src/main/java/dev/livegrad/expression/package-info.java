/**
 * Expressions that people type: parsed into a graph of {@link dev.livegrad.engine.Value}s,
 * evaluated, and taken apart for the lab with curves, contours, central differences and gradient
 * descent.
 */
@NullMarked
package dev.livegrad.expression;

import org.jspecify.annotations.NullMarked;
