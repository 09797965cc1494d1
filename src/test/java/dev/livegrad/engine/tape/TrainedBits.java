package dev.livegrad.engine.tape;

import dev.livegrad.engine.Value;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.List;
import java.util.Map;

/**
 * A main class that trains a few lessons and prints, after some steps and after many, what became
 * of them: a hash over every bit of every loss and of the parameters.
 */
final class TrainedBits {
  private static final long PRIME = 0x100000001b3L;

  private TrainedBits() {}

  /** With the argument {@code few} it leaves the many steps out. */
  public static void main(String[] args) {
    Value w = Value.of(1);
    Tape tape = Tape.compile(w, List.of(), List.of(), List.of(w));
    Kernels kernels = Kernels.best(tape, new double[0][], 1);
    System.out.println("kernels " + kernels.getClass().getSimpleName());
    boolean few = List.of(args).contains("few");
    train(Specs.fourPoints(), 1_000, few ? 0 : 3_000);
    train(moons(100, List.of(16, 16, 1), "relu", "linear", "hinge", 32), 20, few ? 0 : 1_000);
    train(moons(700, List.of(20, 20, 1), "sigmoid", "tanh", "squared_error", 700), 2, few ? 0 : 60);
  }

  private static RunSetup moons(
      int samples, List<Integer> layers, String hidden, String output, String loss, int batch) {
    return Specs.of(
        Map.of(
            "name", hidden,
            "seed", 3,
            "data", Map.of("generator", Map.of("name", "moons", "samples", samples)),
            "model", Map.of("layers", layers, "hidden", hidden, "output", output),
            "loss", Map.of("name", loss, "reduction", "mean", "l2", 1e-4),
            "optimizer", Map.of("learningRate", 0.2),
            "training", Map.of("batch", Map.of("size", batch))));
  }

  private static void train(RunSetup lesson, int some, int many) {
    TrainingRun run = new TrainingRun(lesson, lesson.spec().seed());
    long hash = 0;
    for (int step = 1; step <= Math.max(some, many); step++) {
      hash = hash(hash, run.step().loss());
      if (step == some || step == many) {
        long all = hash;
        for (double parameter : run.parameters()) {
          all = hash(all, parameter);
        }
        System.out.printf("bits of %s after %d: %016x%n", lesson.spec().name(), step, all);
      }
    }
  }

  private static long hash(long hash, double value) {
    return (hash ^ Double.doubleToRawLongBits(value)) * PRIME;
  }
}
