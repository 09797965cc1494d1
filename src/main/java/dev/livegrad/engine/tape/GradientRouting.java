package dev.livegrad.engine.tape;

import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pass over instructions: decides where gradients flow. Going backwards, what flows into a row
 * first is written there, so that no row has to be cleared; what flows there later goes into
 * scratch rows, and is added.
 */
final class GradientRouting {
  private final boolean[] flowed;
  private final int scratch;
  private int scratchRows;

  private GradientRouting(int rows, int lossRow) {
    this.flowed = new boolean[rows];
    this.scratch = rows;
    flowed[lossRow] = true;
  }

  /**
   * The instructions with the rows that their gradients go to.
   *
   * @param rows the number of rows without scratch rows
   * @param scratchRows the number of scratch rows
   */
  record Routed(List<Instruction> instructions, int rows, int scratchRows) {}

  /** Routes the gradients of instructions that so far only tell whether there is one. */
  static Routed route(List<Instruction> instructions, int rows, int lossRow) {
    GradientRouting routing = new GradientRouting(rows, lossRow);
    List<Instruction> routed = new ArrayList<>(instructions.size());
    for (Instruction instruction : instructions.reversed()) {
      routed.add(routing.route(instruction));
    }
    return new Routed(List.copyOf(routed.reversed()), rows, routing.scratchRows);
  }

  private Instruction route(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Fill _, Instruction.Broadcast _ -> instruction;
      case Elementwise it ->
          new Elementwise(
              it.operation(),
              it.exponent(),
              it.rows(),
              it.a(),
              it.b(),
              it.out(),
              it.flowA() < 0 || it.a() == it.out() ? it.flowA() : into(it.a(), it.rows()),
              it.flowB() < 0 ? -1 : into(it.b(), it.rows()));
      case Affine it ->
          new Affine(
              it.in(),
              it.out(),
              it.flow().length == 0 ? it.flow() : into(it.in()),
              it.weight0(),
              it.weightStride(),
              it.bias0(),
              it.biasStride());
    };
  }

  /** For rows next to each other, of which nothing has flowed into any or something into all. */
  private int into(int first, int count) {
    boolean later = flowed[first];
    Arrays.fill(flowed, first, first + count, true);
    scratchRows = later ? Math.max(scratchRows, count) : scratchRows;
    return later ? scratch : first;
  }

  private int[] into(int[] rows) {
    int[] flow = rows.clone();
    for (int i = 0; i < flow.length; i++) {
      if (flowed[rows[i]]) {
        flow[i] = scratch + i;
        scratchRows = Math.max(scratchRows, i + 1);
      }
      flowed[rows[i]] = true;
    }
    return flow;
  }
}
