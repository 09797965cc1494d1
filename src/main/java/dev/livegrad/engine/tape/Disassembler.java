package dev.livegrad.engine.tape;

import dev.livegrad.engine.Numbers;
import dev.livegrad.engine.Operation;
import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import java.util.ArrayList;
import java.util.List;

/** A tape in words: {@code r4 = tanh(r3)}, and what its gradient does, {@code r3' = ...}. */
final class Disassembler {
  private final Tape tape;
  private final List<String> inputs;
  private final List<String> parameters;
  private final List<String> lines = new ArrayList<>();

  private Disassembler(Tape tape, List<String> inputs, List<String> parameters) {
    this.tape = tape;
    this.inputs = inputs;
    this.parameters = parameters;
  }

  static List<String> of(Tape tape, List<String> inputs, List<String> parameters) {
    Disassembler disassembler = new Disassembler(tape, inputs, parameters);
    disassembler.write();
    return List.copyOf(disassembler.lines);
  }

  private void write() {
    List<Instruction> instructions = tape.instructions();
    lines.add("forward, for all samples at once");
    for (int i = 0; i < inputs.size(); i++) {
      line(row(i), "=", inputs.get(i) + " of each sample");
    }
    instructions.forEach(this::forward);
    lines.add("backward, r' for the gradient of row r");
    line(row(tape.lossRow()) + "'", "=", "1");
    instructions.reversed().forEach(this::backward);
  }

  private void forward(Instruction instruction) {
    switch (instruction) {
      case Instruction.Fill(double value, int out) -> line(row(out), "=", Numbers.plain(value));
      case Instruction.Broadcast(int parameter, int out) ->
          line(row(out), "=", parameters.get(parameter));
      case Elementwise it -> line(rows(it.out(), it.rows()), "=", term(it));
      case Affine it -> {
        for (int j = 0; j < it.out().length; j++) {
          line(row(it.out()[j]), "=", sum(it, j));
        }
      }
    }
  }

  private void backward(Instruction instruction) {
    switch (instruction) {
      case Instruction.Fill _ -> {
        // Nobody asks for the gradient of a constant.
      }
      case Instruction.Broadcast(int parameter, int out) -> gradient(parameter, row(out) + "'");
      case Elementwise it -> {
        flow(it, it.a(), it.flowA());
        flow(it, it.b(), it.flowB());
      }
      case Affine it -> backward(it);
    }
  }

  private void flow(Elementwise it, int operand, int flow) {
    if (flow >= 0) {
      String into = rows(operand, it.rows());
      String local = "d(" + term(it) + ")/d" + into;
      line(
          into + "'",
          flow == operand ? "=" : "+=",
          local + " * " + rows(it.out(), it.rows()) + "'");
    }
  }

  private void backward(Affine it) {
    for (int j = 0; j < it.out().length; j++) {
      for (int i = 0; i < it.in().length; i++) {
        gradient(it.weight(j, i), row(it.out()[j]) + "' * " + row(it.in()[i]));
      }
      if (it.biased()) {
        gradient(it.bias(j), row(it.out()[j]) + "'");
      }
    }
    for (int i = 0; i < it.flow().length; i++) {
      List<String> terms = new ArrayList<>();
      for (int j = 0; j < it.out().length; j++) {
        terms.add(parameters.get(it.weight(j, i)) + " * " + row(it.out()[j]) + "'");
      }
      boolean first = it.flow()[i] == it.in()[i];
      line(row(it.in()[i]) + "'", first ? "=" : "+=", String.join(" + ", terms));
    }
  }

  private void gradient(int parameter, String what) {
    line(parameters.get(parameter) + ".grad", "+=", "the samples' sum of " + what);
  }

  private String sum(Affine it, int j) {
    List<String> terms = new ArrayList<>();
    if (it.biased()) {
      terms.add(parameters.get(it.bias(j)));
    }
    for (int i = 0; i < it.in().length; i++) {
      terms.add(parameters.get(it.weight(j, i)) + " * " + row(it.in()[i]));
    }
    return String.join(" + ", terms);
  }

  private static String term(Elementwise it) {
    String a = rows(it.a(), it.rows());
    Operation operation = it.operation();
    if (operation.operands() == 2) {
      String b = rows(it.b(), it.rows());
      return Character.isLetter(operation.symbol().charAt(0))
          ? "%s(%s, %s)".formatted(operation.symbol(), a, b)
          : a + " " + operation.symbol() + " " + b;
    }
    return operation == Operation.POWER
        ? a + " ** " + Numbers.plain(it.exponent())
        : operation.symbol() + "(" + a + ")";
  }

  private static String rows(int first, int count) {
    return count == 1 ? row(first) : row(first) + ".." + row(first + count - 1);
  }

  private static String row(int row) {
    return "r" + row;
  }

  private void line(String left, String sign, String right) {
    lines.add("  %-10s %-2s %s".formatted(left, sign, right));
  }
}
