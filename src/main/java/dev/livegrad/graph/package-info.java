/**
 * Computation graphs as people look at them: nodes with names and groups, what of them is drawn
 * when groups are collapsed, where it is placed, and the backward pass through them, node by node.
 */
@NullMarked
package dev.livegrad.graph;

import org.jspecify.annotations.NullMarked;
