package dev.livegrad.run;

import dev.livegrad.data.Samples;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Commands as people might give them, of every kind that there is. */
public final class DrawnCommands {
  private static final RunSetup BATCHED =
      Specs.of(
          Map.of(
              "name", "batched",
              "data", Map.of("generator", Map.of("name", "moons", "samples", 30)),
              "model", Map.of("layers", List.of(4, 1)),
              "optimizer", Map.of("learningRate", 0.01),
              "training", Map.of("batch", Map.of("size", 7))));

  private DrawnCommands() {}

  /** A run at its beginning. */
  public static RunSnapshot fourPoints() {
    return TestRuns.session(Specs.fourPoints(), () -> 0, () -> 1, _ -> {}).snapshot();
  }

  /** One that makes sense for {@code run}, most of the time. */
  public static Command draw(Random random, RunSnapshot run) {
    return switch (random.nextInt(42)) {
      case 0 -> new Command.Reset(random.nextBoolean() ? null : (long) random.nextInt(9));
      case 1 ->
          new Command.Change(
              random.nextBoolean() ? Activation.SIGMOID : Activation.TANH,
              null,
              random.nextBoolean() ? Initialiser.UNIFORM : null,
              random.nextBoolean() ? 0.02 : null);
      case 32 -> respecified(random, run);
      case 2 -> new Command.Load(random.nextBoolean() ? BATCHED : Specs.fourPoints());
      case 3, 4, 5 -> new Command.Rewind(random.nextLong(run.state().step() + 1));
      case 6, 7 ->
          new Command.SetSpeed(random.nextBoolean() ? null : 1 + 1_000 * random.nextDouble());
      case 8, 9, 10, 11 -> new Command.Pause();
      case 12, 13, 14, 15 -> new Command.Step(1 + random.nextInt(20));
      case 16, 17, 18, 19, 20, 21 ->
          new Command.SetLearningRate(0.1 * random.nextDouble(), gesture(random));
      case 22, 23, 24, 25, 26, 27 ->
          new Command.SetParameter(
              any(random, run.description().parameterNames()),
              random.nextGaussian(),
              gesture(random));
      case 28, 29, 30, 31 -> set(random, run.state().hyperparameters());
      case 40, 41 -> points(random, run.network().setup());
      default -> new Command.Start();
    };
  }

  /** The same run with other hidden layers, and the points of {@link #BATCHED} or its own. */
  private static Command respecified(Random random, RunSnapshot run) {
    Map<String, Object> spec = new HashMap<>(run.network().setup().spec().toTree());
    spec.put("seed", random.nextInt(5));
    spec.put("model", Map.of("layers", List.of(1 + random.nextInt(4), 1)));
    if (random.nextBoolean()) {
      spec.put("data", BATCHED.spec().toTree().get("data"));
    }
    Fields fields = Fields.of("change", Map.of("spec", spec));
    return Command.Reader.ALL
        .get("change")
        .read()
        .apply(fields, new Command.Sources(_ -> null, it -> RunSetup.load(it, Path.of(""))));
  }

  /** One that steers, and may be refused. */
  static Command.Steering steering(Random random, TrainingRun run) {
    return switch (random.nextInt(5)) {
      case 4 -> points(random, run.setup());
      case 0 -> new Command.SetLearningRate(0.1 * random.nextDouble(), gesture(random));
      case 1 ->
          new Command.SetParameter(
              any(random, run.parameterNames()), random.nextGaussian(), gesture(random));
      default -> set(random, run.hyperparameters().values());
    };
  }

  /** Anywhere, with targets that the data have. */
  private static Command.AddPoints points(Random random, RunSetup setup) {
    Samples samples = setup.samples();
    List<List<Object>> points = new ArrayList<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      List<Object> point = new ArrayList<>();
      samples.names().forEach(_ -> point.add(random.nextGaussian()));
      int like = random.nextInt(samples.count());
      switch (samples.targets()) {
        case Samples.Targets.Numbers numbers ->
            DoubleStream.of(numbers.rows()[like]).forEach(point::add);
        case Samples.Targets.Classes classes ->
            point.add(classes.names().get(classes.places()[like]));
      }
      points.add(point);
    }
    return new Command.AddPoints(points, null);
  }

  /** Of any of the hyperparameters that the run has, a value that is allowed, most of the time. */
  private static Command.Set set(Random random, Map<String, @Nullable Object> hyperparameters) {
    String name = any(random, List.copyOf(hyperparameters.keySet()));
    Object value =
        switch (name) {
          case "optimizer.learningRate" ->
              Map.of("schedule", "linear", "from", 0.05, "to", 0.01, "steps", random.nextInt(200));
          case "training.batch.size" -> random.nextBoolean() ? null : (Object) random.nextInt(12);
          case "optimizer.nesterov" -> random.nextBoolean();
          default ->
              name.endsWith(".frozen")
                  ? (Object) random.nextBoolean()
                  : random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.9;
        };
    return new Command.Set(name, value, gesture(random));
  }

  private static String any(Random random, List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private static @Nullable Long gesture(Random random) {
    return random.nextBoolean() ? null : random.nextLong(9);
  }
}
