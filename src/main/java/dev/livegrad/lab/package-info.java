/**
 * What the expression lab shows of an expression: its nodes with their gradients and the central
 * differences beside them, its curve, its contour, and a descent on it.
 *
 * <p>Everything is computed by the textbook engine, {@link dev.livegrad.engine.Graph}: an
 * expression is so small that to compile it would take longer than to run it.
 */
@NullMarked
package dev.livegrad.lab;

import org.jspecify.annotations.NullMarked;
