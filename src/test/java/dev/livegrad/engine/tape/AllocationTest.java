package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.engine.Value;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.nn.Mlp;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {
  private static final int STEPS = 1_000;

  /** By then everything has long been compiled; before, vectors are objects. */
  private static final int MAX_ROUNDS = 400;

  static Stream<Kernels> kernels() {
    return Stream.of(new ScalarKernels(), new VectorKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aRunOfATapeAllocatesNothing(Kernels kernels) {
    for (Activation activation : Activation.values()) {
      int samples = 300;
      Mlp mlp =
          Mlp.create(
              2,
              List.of(6, 5, 1),
              List.of(activation, activation, Activation.LINEAR),
              Initialiser.UNIFORM,
              Initialiser.UNIFORM,
              new Initialiser.Source(new PythonRandom(1)::uniform, (_, _) -> 0));
      List<Value> given = Stream.generate(() -> Value.of(0)).limit(3).toList();
      List<Value> outputs = mlp.apply(given.subList(0, 2));
      Value loss = Loss.SQUARED_ERROR.of(outputs, outputs, given.subList(2, 3));
      Tape tape = Tape.compile(loss, outputs, given, mlp.parameters());
      double[][] columns =
          new Random(5).doubles(3).mapToObj(x -> column(x, samples)).toArray(double[][]::new);
      Execution execution = new Execution(tape, columns, samples, 1, kernels);
      double[] parameters = mlp.parameters().stream().mapToDouble(Value::data).toArray();
      double[] gradient = new double[parameters.length];
      int[] order = IntStream.range(0, samples).map(i -> samples - 1 - i).toArray();
      String what = kernels.getClass().getSimpleName() + ", " + activation;
      allocatesLessThan(16, what, () -> execution.run(parameters, 1, gradient));
      allocatesLessThan(16, what, () -> execution.run(order, 32, parameters, 1, gradient));
    }
  }

  @Test
  void aStepAllocatesNoMoreThanItsResult() {
    TrainingRun fourPoints = new TrainingRun(Specs.fourPoints(), 42);
    allocatesLessThan(100, "four points", fourPoints::step);
    TrainingRun moons = new TrainingRun(moons(Map.of()), 42);
    allocatesLessThan(100, "moons", moons::step);
    TrainingRun batches = new TrainingRun(moons(Map.of("batch", Map.of("size", 32))), 42);
    allocatesLessThan(100, "moons in batches", batches::step);
  }

  private static RunSetup moons(Map<String, ?> training) {
    return Specs.of(
        Map.of(
            "name", "moons",
            "data", Map.of("generator", Map.of("name", "moons")),
            "model", Map.of("layers", List.of(8, 1), "hidden", "relu"),
            "optimizer", Map.of("learningRate", 0.001),
            "training", training));
  }

  private static double[] column(double first, int samples) {
    return IntStream.range(0, samples).mapToDouble(i -> Math.sin(first + i)).toArray();
  }

  private static void allocatesLessThan(double bytes, String what, Runnable step) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double mean = Double.POSITIVE_INFINITY;
    int round = 0;
    for (; round < MAX_ROUNDS && mean >= bytes; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      mean = (double) (threads.getCurrentThreadAllocatedBytes() - before) / STEPS;
    }
    assertTrue(mean < bytes, what + ": " + mean + " bytes a step");
  }
}
