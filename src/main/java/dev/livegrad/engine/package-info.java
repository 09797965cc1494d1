/**
 * The scalar autograd engine: a graph of {@link dev.livegrad.engine.Value}s, run forwards and
 * backwards.
 */
@NullMarked
package dev.livegrad.engine;

import org.jspecify.annotations.NullMarked;
