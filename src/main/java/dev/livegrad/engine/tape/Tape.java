package dev.livegrad.engine.tape;

import dev.livegrad.engine.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph of {@link Value}s, compiled: the same loss and the same gradients, for all samples at
 * once.
 *
 * <p>Immutable. {@link Execution} runs it.
 */
public final class Tape {
  /** The most nodes of a graph that can be compiled. */
  public static final int MAX_NODES = 2_000_000;

  private final List<Instruction> instructions;
  private final int rows;
  private final int scratchRows;
  private final int inputs;
  private final int parameters;
  private final int[] roots;

  Tape(GradientRouting.Routed routed, int inputs, int parameters, int[] roots) {
    this.instructions = routed.instructions();
    this.rows = routed.rows();
    this.scratchRows = routed.scratchRows();
    this.inputs = inputs;
    this.parameters = parameters;
    this.roots = roots;
  }

  /**
   * Compiles one sample's graph, in the passes that the package's documentation shows.
   *
   * @param loss what gradients are taken of
   * @param outputs nodes whose values are wanted too
   * @param inputs the leaves that each sample gives its own values
   * @param parameters the leaves whose gradients are wanted; every other leaf is a constant
   * @throws IllegalArgumentException for more than {@link #MAX_NODES} nodes, and for an input or
   *     parameter that is computed or listed twice
   */
  public static Tape compile(
      Value loss, List<Value> outputs, List<Value> inputs, List<Value> parameters) {
    List<Value> roots = new ArrayList<>();
    roots.add(loss);
    roots.addAll(outputs);
    Program program = GraphReader.read(roots, inputs, parameters);
    program = ConstantFolding.apply(program);
    program = CommonSubexpressionElimination.apply(program);
    program = DeadCodeElimination.apply(program);
    return InstructionSelection.select(program, inputs.size(), parameters.size());
  }

  /**
   * The tape in words, forwards and then backwards, a line for each thing that it does.
   *
   * @param inputs a name for each input
   * @param parameters a name for each parameter
   */
  public List<String> describe(List<String> inputs, List<String> parameters) {
    return Disassembler.of(this, inputs, parameters);
  }

  /** The number of instructions. */
  public int size() {
    return instructions.size();
  }

  List<Instruction> instructions() {
    return instructions;
  }

  /** The number of rows that the instructions use, the inputs' included. */
  int rows() {
    return rows;
  }

  /** The number of rows that gradients need and data don't. */
  int scratchRows() {
    return scratchRows;
  }

  int inputs() {
    return inputs;
  }

  int parameters() {
    return parameters;
  }

  int lossRow() {
    return roots[0];
  }

  int outputs() {
    return roots.length - 1;
  }

  int outputRow(int output) {
    return roots[output + 1];
  }
}
