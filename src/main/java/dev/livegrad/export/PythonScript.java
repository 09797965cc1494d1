package dev.livegrad.export;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.Refusal;
import dev.livegrad.data.Samples;
import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Loss;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.BatchSpec;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.LossSpec;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.OptimizerSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import dev.livegrad.training.spec.TrainingSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A run as a Python script of its own, which prints the same losses: {@code script.py} with the
 * run's settings and samples put in, and without the parts that this run has no need of.
 *
 * <p>In {@code script.py} the settings come in place of {@code #run}, and what stands between
 * {@code #if} and {@code #end} is for runs with one of the words behind {@code #if}.
 */
public final class PythonScript {
  /** The most numbers that the samples may have together, for a text that opens in an editor. */
  static final int MAX_NUMBERS = 100_000;

  /** The most parameters times samples of a step, which takes plain Python a few seconds. */
  static final int MAX_WORK = 1_000_000;

  private static final long STEPS_OF_ENDLESS = 100;
  private static final String TEMPLATE = template();

  private final StringBuilder settings = new StringBuilder();
  private final Set<String> words = new HashSet<>();
  private final ScriptedChanges changes;

  private PythonScript(ScriptedChanges changes) {
    this.changes = changes;
  }

  /** The script of a run with its spec's seed, to which nobody does anything. */
  public static String of(RunSetup setup) {
    return of(new RunRecipe(setup, List.of(), 0));
  }

  /**
   * The script of a run with what people changed in it, each at its step; what can't be said in a
   * few lines of Python is left out, and that is told at the top. It makes the steps of the spec,
   * or as many as the run has begun if these are more; 100 where there are none. It prints {@code
   * step N loss X} for each step, and at the end {@code test loss after the last update X} where
   * samples are kept for a test; Python 3.8 or later runs it.
   *
   * @throws SpecException for a run that is too large for plain Python
   */
  public static String of(RunRecipe recipe) {
    RunSetup setup = recipe.setup();
    requireSmall(setup);
    PythonScript script = new PythonScript(ScriptedChanges.of(setup, recipe.journal()));
    script.putRun(setup, recipe.steps());
    return script.text();
  }

  private static void requireSmall(RunSetup setup) {
    Dataset data = setup.data();
    long numbers = (long) setup.samples().count() * (data.inputColumns() + data.targetColumns());
    if (numbers > MAX_NUMBERS) {
      throw new SpecException(
          "data: has %d numbers, too many for a Python script; at most %d are allowed"
              .formatted(numbers, MAX_NUMBERS));
    }
    long parameters = setup.spec().model().parameterCount(data.inputColumns());
    BatchSpec batch = setup.spec().training().batch();
    int samples = batch == null ? data.samples() : batch.size();
    if (parameters * samples > MAX_WORK) {
      throw new SpecException(
          "model.layers: makes %d parameters, too many for plain Python with %d samples a step; at most %d are allowed"
              .formatted(parameters, samples, MAX_WORK / samples));
    }
  }

  private void putRun(RunSetup setup, long stepsBegun) {
    RunSpec spec = setup.spec();
    putComment(
        spec.description().isEmpty() ? spec.name() : spec.name() + ": " + spec.description());
    changes.remarks().forEach(this::putComment);
    put("SEED", spec.seed());
    putModel(spec.model(), spec.loss().loss());
    putLoss(spec.loss());
    putOptimizer(spec.optimizer());
    putTraining(spec.training(), setup.data().samples(), stepsBegun);
    putData(setup);
    words.add(changes.variables().contains("frozen") ? "frozen" : "not_frozen");
  }

  private void putModel(ModelSpec model, Loss loss) {
    boolean activates =
        switch (loss) {
          case SQUARED_ERROR, HINGE -> true;
          case BINARY_CROSS_ENTROPY, CROSS_ENTROPY -> false;
        };
    if (!activates) {
      putComment(
          "Neurons and activation of each layer; the last one's %s is a part of the loss."
              .formatted(word(model.output())));
    } else {
      putComment("Neurons and activation of each layer.");
    }
    int last = model.layers().size() - 1;
    put(
        "LAYERS",
        IntStream.rangeClosed(0, last)
            .mapToObj(i -> {
              String activation =
                  need(i < last || activates ? model.activation(i) : Activation.LINEAR);
              return "(%d, \"%s\")".formatted(model.layers().get(i), activation);
            })
            .collect(Collectors.joining(", ", "[", "]")));
    put("WEIGHTS", "\"" + need(model.weights()) + "\"");
    put("BIASES", "\"" + need(model.biases()) + "\"");
  }

  private void putLoss(LossSpec spec) {
    need(spec.loss());
    need(spec.reduction());
    putIfUsed("L1", "l1", spec.l1());
    putIfUsed("L2", "l2", spec.l2());
  }

  private void putOptimizer(OptimizerSpec spec) {
    switch (spec.rule()) {
      case OptimizerSpec.Sgd(double momentum, boolean nesterov, double weightDecay) -> {
        boolean moves = momentum > 0 || changes.variables().contains("MOMENTUM");
        words.add(!moves ? "sgd" : nesterov ? "nesterov" : "momentum");
        if (moves) {
          put("MOMENTUM", momentum);
        }
        putIfUsed("WEIGHT_DECAY", "weight_decay", weightDecay);
      }
      case OptimizerSpec.Adam(double beta1, double beta2, double epsilon, double weightDecay) -> {
        putAdam(beta1, beta2, epsilon);
        putIfUsed("WEIGHT_DECAY", "weight_decay", weightDecay);
      }
      case OptimizerSpec.AdamW(double beta1, double beta2, double epsilon, double weightDecay) -> {
        putAdam(beta1, beta2, epsilon);
        putIfUsed("WEIGHT_DECAY", "decoupled_decay", weightDecay);
      }
      case OptimizerSpec.RmsProp(
              double decay,
              double epsilon,
              double weightDecay,
              double momentum) -> {
        words.add("rmsprop");
        put("DECAY", decay);
        put("EPSILON", epsilon);
        put("MOMENTUM", momentum);
        putIfUsed("WEIGHT_DECAY", "weight_decay", weightDecay);
      }
      case OptimizerSpec.AdaGrad(double epsilon, double weightDecay) -> {
        words.add("adagrad");
        put("EPSILON", epsilon);
        putIfUsed("WEIGHT_DECAY", "weight_decay", weightDecay);
      }
    }
    putRate(spec.learningRate());
  }

  private void putAdam(double beta1, double beta2, double epsilon) {
    words.add("adam");
    put("BETA1", beta1);
    put("BETA2", beta2);
    put("EPSILON", epsilon);
  }

  private void putRate(LearningRate rate) {
    switch (rate) {
      case LearningRate.Constant(double value) -> {
        words.add("constant_rate");
        put("LEARNING_RATE", value);
      }
      case LearningRate.Linear(double from, double to, long steps) -> {
        words.add("linear_rate");
        putWay(from, to, steps);
      }
      case LearningRate.Cosine(double from, double to, long steps) -> {
        words.add("cosine_rate");
        putWay(from, to, steps);
      }
      case LearningRate.Stepwise(double from, double factor, long every) -> {
        words.add("step_rate");
        put("RATE_FROM", from);
        put("RATE_FACTOR", factor);
        put("RATE_EVERY", every);
      }
      case LearningRate.Exponential(double from, double factor) -> {
        words.add("exponential_rate");
        put("RATE_FROM", from);
        put("RATE_FACTOR", factor);
      }
    }
  }

  private void putWay(double from, double to, long steps) {
    put("RATE_FROM", from);
    put("RATE_TO", to);
    put("RATE_STEPS", steps);
  }

  private void putTraining(TrainingSpec spec, int samples, long stepsBegun) {
    long steps = Objects.requireNonNullElse(spec.steps(), stepsBegun == 0 ? STEPS_OF_ENDLESS : 0);
    put("STEPS", Math.max(steps, stepsBegun));
    if (spec.stopAtLoss() != null) {
      words.add("stop_at_loss");
      put("STOP_AT_LOSS", spec.stopAtLoss());
    }
    boolean changed = changes.variables().contains("BATCH_SIZE");
    BatchSpec batch = spec.batch();
    // A batch of all samples has them in their order, shuffled or not.
    if (changed || (batch != null && batch.size() < samples)) {
      words.add("batches");
      if (batch == null || batch.shuffle()) {
        words.add("shuffle");
      }
      if (changed) {
        words.add("changed_batches");
      }
      put("BATCH_SIZE", batch == null ? "math.inf" : batch.size());
    } else {
      words.add("full");
    }
  }

  private void putData(RunSetup setup) {
    settings.append('\n');
    putComment(
        "Each sample's inputs (%s) as the network sees them, and its targets."
            .formatted(Refusal.oneLine(String.join(", ", setup.data().inputNames()), 200)));
    if (setup.samples().targets() instanceof Samples.Targets.Classes classes) {
      putComment("The classes, in the targets' order: " + String.join(", ", classes.names()));
    }
    putSamples("SAMPLES", setup.data());
    if (setup.test() instanceof Dataset test) {
      words.add("test");
      putComment("Kept for a test.");
      putSamples("TEST", test);
    }
  }

  private void putSamples(String name, Dataset data) {
    double[][] inputs = data.inputs();
    double[][] targets = data.targets();
    put(
        name,
        IntStream.range(0, data.samples())
            .mapToObj(i ->
                "    (%s, %s),\n"
                    .formatted(Arrays.toString(inputs[i]), Arrays.toString(targets[i])))
            .collect(Collectors.joining("", "[\n", "]")));
  }

  /** What is 0 counts only where it is changed later. */
  private void putIfUsed(String name, String word, double value) {
    if (value > 0 || changes.variables().contains(name)) {
      words.add(word);
      put(name, value);
    }
  }

  /** A number or a list that Java and Python write alike. */
  private void put(String name, Object value) {
    settings.append(name).append(" = ").append(value).append('\n');
  }

  /** In one line, whatever people wrote: the rest of a second one would be code. */
  private void putComment(String text) {
    settings.append("# ").append(Refusal.oneLine(text, 400)).append('\n');
  }

  private String need(Enum<?> constant) {
    words.add(word(constant));
    return word(constant);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int unneeded = 0;
    for (String line : TEMPLATE.lines().toList()) {
      if (line.startsWith("#if ")) {
        unneeded += unneeded > 0 || !isNeeded(line) ? 1 : 0;
      } else if (line.equals("#end")) {
        unneeded -= unneeded > 0 ? 1 : 0;
      } else if (unneeded == 0) {
        switch (line) {
          case "#run" -> text.append(settings.toString().stripTrailing()).append('\n');
          case "#changes" -> text.append(changes.lines().indent(4));
          default -> text.append(line).append('\n');
        }
      }
    }
    return text.toString();
  }

  private boolean isNeeded(String line) {
    return Arrays.stream(line.split(" ")).skip(1).anyMatch(words::contains);
  }

  private static String template() {
    try (InputStream in = PythonScript.class.getResourceAsStream("script.py")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
