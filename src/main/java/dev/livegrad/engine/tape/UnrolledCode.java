package dev.livegrad.engine.tape;

import static java.lang.constant.ConstantDescs.CD_double;

import dev.livegrad.engine.Operation;
import dev.livegrad.engine.tape.Instruction.Affine;
import dev.livegrad.engine.tape.Instruction.Broadcast;
import dev.livegrad.engine.tape.Instruction.Elementwise;
import dev.livegrad.engine.tape.Instruction.Fill;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes one step of a tape, forwards and backwards, as bytecode without a loop: every number has
 * its place in one array, the memory, and every instruction becomes a statement for each row and
 * sample, but for long functions, which loop. The arithmetic and its order are those of {@link
 * Kernels}.
 *
 * <p>Memory holds the rows, then their gradients.
 */
final class UnrolledCode {
  private static final ClassDesc ELEMENTARY = ClassDesc.of(Elementary.class.getName());
  private static final ClassDesc RULE =
      ClassDesc.ofDescriptor(Operation.Rule.class.descriptorString());
  private static final MethodTypeDesc OF_TWO = MethodTypeDesc.of(CD_double, CD_double, CD_double);
  private static final MethodTypeDesc OF_THREE =
      MethodTypeDesc.of(CD_double, CD_double, CD_double, CD_double);

  private static final Bytecode ZERO = Bytecode.constant(0);
  // Called by its own name where it is one instruction: what is unrolled has no room to inline.
  private static final Bytecode MULTIPLY_ADD =
      Fused.BY_PROCESSOR
          ? Bytecode.invokeStatic(ClassDesc.of(Math.class.getName()), "fma", OF_THREE)
          : Bytecode.invokeStatic(ClassDesc.of(Fused.class.getName()), "emulated", OF_THREE);

  private final Tape tape;
  private final int samples;
  private final int gradStart;

  /** Whether a parameter's gradient holds something already. */
  private final boolean[] begun;

  private final List<Operation.Rule> rules = new ArrayList<>();
  private final List<Bytecode> statements = new ArrayList<>();

  private UnrolledCode(Tape tape, int samples) {
    this.tape = tape;
    this.samples = samples;
    this.gradStart = tape.rows() * samples;
    this.begun = new boolean[tape.parameters()];
  }

  /**
   * What was written.
   *
   * @param statements to be run one after the other, by {@link UnrolledClass}
   * @param rules the constants that {@link Bytecode#classData} means
   * @param memory how many numbers the memory has
   */
  record Written(List<Bytecode> statements, List<Operation.Rule> rules, int memory) {}

  /**
   * Writes a step.
   *
   * @param samples at most {@link Kernels#LANES}
   */
  static Written write(Tape tape, int samples) {
    return new UnrolledCode(tape, samples).write();
  }

  private Written write() {
    tape.instructions().forEach(this::forward);
    for (int s = 0; s < samples; s++) {
      statements.add(Bytecode.toMemory(grad(tape.lossRow(), s), Bytecode.SEED));
    }
    tape.instructions().reversed().forEach(this::backward);
    for (int p = 0; p < begun.length; p++) {
      if (!begun[p]) {
        statements.add(Bytecode.toGradient(p, ZERO));
      }
    }
    int memory = gradStart + (tape.rows() + tape.scratchRows()) * samples;
    return new Written(List.copyOf(statements), List.copyOf(rules), memory);
  }

  private void forward(Instruction instruction) {
    switch (instruction) {
      case Fill it -> store(s -> data(it.out(), s), _ -> Bytecode.constant(it.value()));
      case Broadcast it -> store(s -> data(it.out(), s), _ -> Bytecode.parameter(it.parameter()));
      case Elementwise it -> {
        String loop = elementaryLoop(it.operation());
        for (int i = 0; loop == null && i < it.rows(); i++) {
          int row = i;
          store(s -> data(it.out() + row, s), s -> rule(it, row, s));
        }
        if (loop != null) {
          int count = it.rows() * samples;
          statements.add(
              Bytecode.callOnMemory(ELEMENTARY, loop, data(it.a(), 0), data(it.out(), 0), count));
        }
      }
      case Affine it -> {
        for (int out = 0; out < it.out().length; out++) {
          int j = out;
          store(s -> data(it.out()[j], s), s -> weightedSum(it, j, s));
        }
      }
    }
  }

  private Bytecode weightedSum(Affine it, int j, int s) {
    Bytecode sum = it.biased() ? Bytecode.parameter(it.bias(j)) : ZERO;
    for (int i = 0; i < it.in().length; i++) {
      Bytecode weight = Bytecode.parameter(it.weight(j, i));
      sum = weight.then(memory(data(it.in()[i], s))).then(sum).then(MULTIPLY_ADD);
    }
    return sum;
  }

  /**
   * A function so long that its code should be there once, in a loop over all of its rows; null for
   * others.
   */
  private static @Nullable String elementaryLoop(Operation operation) {
    return switch (operation) {
      case EXP -> "exp";
      case LOG -> "log";
      case TANH -> "tanh";
      case SIGMOID -> "sigmoid";
      case GELU -> "gelu";
      default -> null;
    };
  }

  private Bytecode rule(Elementwise it, int row, int s) {
    return rule(it.operation())
        .then(memory(data(it.a() + row, s)))
        .then(second(it, row, s))
        .then(Bytecode.invokeVirtual(RULE, "forward", OF_TWO));
  }

  private Bytecode second(Elementwise it, int row, int s) {
    return it.b() < 0 ? Bytecode.constant(it.exponent()) : memory(data(it.b() + row, s));
  }

  private void backward(Instruction instruction) {
    switch (instruction) {
      case Fill _ -> {
        // A constant has no gradient.
      }
      case Broadcast it -> add(it.parameter(), it.out());
      case Elementwise it -> {
        flow(it, "da", it.flowA(), it.a());
        flow(it, "db", it.flowB(), it.b());
      }
      case Affine it -> {
        flowToParameters(it);
        if (it.flow().length > 0) {
          flowToInputs(it);
        }
      }
    }
  }

  private void flow(Elementwise it, String derivative, int flow, int to) {
    for (int i = 0; flow >= 0 && i < it.rows(); i++) {
      int row = i;
      store(
          s -> grad(flow + row, s),
          s ->
              rule(it.operation())
                  .then(memory(data(it.a() + row, s)))
                  .then(second(it, row, s))
                  .then(memory(data(it.out() + row, s)))
                  .then(Bytecode.invokeVirtual(RULE, derivative, OF_THREE))
                  .then(memory(grad(it.out() + row, s)))
                  .then(Bytecode.MULTIPLY));
    }
    for (int row = 0; flow >= 0 && row < it.rows(); row++) {
      addScratch(flow + row, to + row);
    }
  }

  private void flowToParameters(Affine it) {
    for (int j = 0; j < it.out().length; j++) {
      for (int i = 0; i < it.in().length; i++) {
        addProduct(it.weight(j, i), it.out()[j], it.in()[i]);
      }
    }
    for (int j = 0; it.biased() && j < it.out().length; j++) {
      add(it.bias(j), it.out()[j]);
    }
  }

  private void flowToInputs(Affine it) {
    for (int in = 0; in < it.flow().length; in++) {
      int i = in;
      store(
          s -> grad(it.flow()[i], s),
          s -> {
            Bytecode sum = ZERO;
            for (int j = 0; j < it.out().length; j++) {
              Bytecode weight = Bytecode.parameter(it.weight(j, i));
              sum = weight.then(memory(grad(it.out()[j], s))).then(sum).then(MULTIPLY_ADD);
            }
            return sum;
          });
    }
    for (int i = 0; i < it.flow().length; i++) {
      addScratch(it.flow()[i], it.in()[i]);
    }
  }

  private void addScratch(int flow, int row) {
    if (flow != row) {
      store(
          s -> grad(row, s),
          s -> memory(grad(row, s)).then(memory(grad(flow, s))).then(Bytecode.ADD));
    }
  }

  /** Adds a row's gradient to a parameter's. */
  private void add(int parameter, int row) {
    addSum(parameter, s -> ZERO.then(memory(grad(row, s))).then(Bytecode.ADD));
  }

  /** Adds the product of a row's gradient and another row to a parameter's gradient. */
  private void addProduct(int parameter, int g, int x) {
    addSum(
        parameter, s -> memory(grad(g, s)).then(memory(data(x, s))).then(ZERO).then(MULTIPLY_ADD));
  }

  private void addSum(int parameter, IntFunction<Bytecode> lanes) {
    Bytecode sum = tree(0, Kernels.LANES, lanes);
    Bytecode total =
        begun[parameter] ? Bytecode.gradient(parameter).then(sum).then(Bytecode.ADD) : sum;
    begun[parameter] = true;
    statements.add(Bytecode.toGradient(parameter, total));
  }

  /** As {@link Kernels#tree}. */
  private Bytecode tree(int from, int to, IntFunction<Bytecode> lanes) {
    if (to - from == 1) {
      return from < samples ? lanes.apply(from) : ZERO;
    }
    int middle = (from + to) / 2;
    return tree(from, middle, lanes).then(tree(middle, to, lanes)).then(Bytecode.ADD);
  }

  private Bytecode rule(Operation operation) {
    Operation.Rule rule = TapeRules.derivatives(operation);
    if (!rules.contains(rule)) {
      rules.add(rule);
    }
    return Bytecode.classData(RULE, rules.indexOf(rule));
  }

  private void store(IntUnaryOperator place, IntFunction<Bytecode> value) {
    for (int s = 0; s < samples; s++) {
      statements.add(Bytecode.toMemory(place.applyAsInt(s), value.apply(s)));
    }
  }

  private static Bytecode memory(int place) {
    return Bytecode.memory(place);
  }

  private int data(int row, int s) {
    return row * samples + s;
  }

  private int grad(int row, int s) {
    return gradStart + row * samples + s;
  }
}
