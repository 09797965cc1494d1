package dev.livegrad.graph;

import java.util.List;

/**
 * A node, without its numbers.
 *
 * @param id its place in the topological order, from 0
 * @param name may be empty
 * @param op how it was made, as written: {@code +}, {@code **2}; empty for a leaf
 * @param formula of the operation: {@code a * b}; empty for a leaf
 * @param children the nodes it was made from, in order; all smaller than {@code id}
 * @param locals the formula of its derivative with respect to each child
 * @param group what it is drawn in: {@code layer1.neuron2}, which lies in {@code layer1}; empty for
 *     none
 */
public record GraphNode(
    int id,
    String name,
    String op,
    String formula,
    List<Integer> children,
    List<String> locals,
    String group) {
  public GraphNode {
    children = List.copyOf(children);
    locals = List.copyOf(locals);
  }
}
