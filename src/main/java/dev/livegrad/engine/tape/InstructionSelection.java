package dev.livegrad.engine.tape;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.tape.AffineSums.Sum;
import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Broadcast;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import dev.livegrad.engine.tape.Instruction.Fill;
import dev.livegrad.engine.tape.LayerFusion.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a program as instructions: gives every node a row, a block's sums rows next to each other,
 * and a layer's activation rows likewise, so that one instruction does all of them.
 *
 * <p>The activation is an instruction of its own: inside a block's loops it would keep the compiler
 * from unrolling them.
 */
final class InstructionSelection {
  /**
   * Functions whose derivative their result alone tells, so that it may stand in the operand's
   * place: half as many rows fit into the cache twice as well.
   */
  private static final Set<Operation> IN_PLACE = EnumSet.of(Operation.TANH, Operation.RELU);

  private final Program program;
  private final boolean[] carriesGradient;
  private final int[] uses;
  private final int[] rows;
  private final Map<Integer, Block> blocksByFirstSum = new HashMap<>();
  private final Map<Integer, List<Integer>> functionsOfSums = new HashMap<>();

  /** Nodes that need no instruction of their own, since a block's does their work. */
  private final boolean[] done;

  private final List<Instruction> instructions = new ArrayList<>();
  private int nextRow;

  private InstructionSelection(Program program, int inputs) {
    this.program = program;
    this.carriesGradient = program.carriesGradient();
    this.uses = program.uses();
    this.rows = new int[program.size()];
    this.done = new boolean[program.size()];
    this.nextRow = inputs;
    Arrays.fill(rows, -1);
  }

  /** The tape of {@code program}; its first rows are the inputs. */
  static Tape select(Program program, int inputs, int parameters) {
    return new InstructionSelection(program, inputs).select(parameters, inputs);
  }

  private Tape select(int parameters, int inputs) {
    for (Block block : LayerFusion.fuse(AffineSums.find(program))) {
      blocksByFirstSum.put(block.sums().getFirst().root(), block);
      for (Sum sum : block.sums()) {
        sum.parts().forEach(part -> done[part] = true);
        done[sum.root()] = true;
        functionsOfSums.put(sum.root(), new ArrayList<>(1));
      }
    }
    for (int id = 0; id < program.size(); id++) {
      if (program.node(id) instanceof Node.Apply apply
          && apply.unary()
          && functionsOfSums.get(apply.a()) instanceof List<Integer> functions) {
        functions.add(id);
      }
    }
    for (int id = 0; id < program.size(); id++) {
      Block block = blocksByFirstSum.get(id);
      if (block != null) {
        write(block);
      } else if (!done[id] && program.node(id) instanceof Node.Apply apply) {
        write(id, apply);
      }
    }
    int[] roots = program.roots().stream().mapToInt(this::row).toArray();
    return new Tape(
        GradientRouting.route(instructions, nextRow, roots[0]), inputs, parameters, roots);
  }

  private void write(Block block) {
    int[] in = block.factors().stream().mapToInt(this::row).toArray();
    int[] out = new int[block.sums().size()];
    for (int j = 0; j < out.length; j++) {
      out[j] = rows[block.sums().get(j).root()] = nextRow++;
    }
    boolean reachesFactors =
        block.sums().stream().anyMatch(sum -> carriesGradient[sum.root()])
            && block.factors().stream().anyMatch(factor -> carriesGradient[factor]);
    instructions.add(
        new Affine(
            in,
            out,
            reachesFactors ? in : new int[0],
            block.weight0(),
            block.weightStride(),
            block.bias0(),
            block.biasStride()));
    for (int first : functionsOfSums.getOrDefault(block.sums().getFirst().root(), List.of())) {
      writeActivation(block, (Node.Apply) program.node(first));
    }
  }

  /**
   * One instruction for a function that is applied to every sum of a block, if it is to every one.
   */
  private void writeActivation(Block block, Node.Apply first) {
    int[] ids = new int[block.sums().size()];
    for (int j = 0; j < ids.length; j++) {
      ids[j] = functionOf(block.sums().get(j), first);
      if (ids[j] < 0 || carriesGradient[ids[j]] != carriesGradient[ids[0]]) {
        return;
      }
    }
    int a = row(first.a());
    int out = IN_PLACE.contains(first.operation()) ? a : nextRow;
    nextRow = out == a ? nextRow : nextRow + ids.length;
    for (int j = 0; j < ids.length; j++) {
      rows[ids[j]] = out + j;
      done[ids[j]] = true;
    }
    int flow = carriesGradient[ids[0]] ? a : -1;
    instructions.add(
        new Elementwise(first.operation(), first.exponent(), ids.length, a, -1, out, flow, -1));
  }

  private int functionOf(Sum sum, Node.Apply wanted) {
    for (int id : functionsOfSums.getOrDefault(sum.root(), List.of())) {
      Node.Apply apply = (Node.Apply) program.node(id);
      if (uses[sum.root()] == 1
          && apply.operation() == wanted.operation()
          && apply.exponent() == wanted.exponent()) {
        return id;
      }
    }
    return -1;
  }

  private void write(int id, Node.Apply apply) {
    int a = row(apply.a());
    int b = apply.unary() ? -1 : row(apply.b());
    rows[id] = nextRow++;
    instructions.add(
        new Elementwise(
            apply.operation(),
            apply.exponent(),
            1,
            a,
            b,
            rows[id],
            carriesGradient[id] && carriesGradient[apply.a()] ? a : -1,
            carriesGradient[id] && !apply.unary() && carriesGradient[apply.b()] ? b : -1));
  }

  /** The row of a node, which for a parameter or a constant is written when it is first needed. */
  private int row(int id) {
    if (rows[id] < 0) {
      switch (program.node(id)) {
        case Node.Input(int index) -> rows[id] = index;
        case Node.Parameter(int index) -> {
          rows[id] = nextRow++;
          instructions.add(new Broadcast(index, rows[id]));
        }
        case Node.Constant(double value) -> {
          rows[id] = nextRow++;
          instructions.add(new Fill(value, rows[id]));
        }
        case Node.Apply _ -> throw new AssertionError("node " + id + " is used before it is made");
      }
    }
    return rows[id];
  }
}
