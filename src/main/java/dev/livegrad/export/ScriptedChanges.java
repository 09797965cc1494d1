package dev.livegrad.export;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.Refusal;
import dev.livegrad.run.Command;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.training.AddedSamples;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.OptimizerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people changed in a run while it went on, as lines of Python for the loop of {@code
 * script.py}, where the step that is made next is called {@code step}.
 *
 * @param lines empty for none
 * @param variables what of the script they set
 * @param remarks to be read at the top of the script
 */
record ScriptedChanges(String lines, Set<String> variables, List<String> remarks) {
  /** What can be set, as the script calls it. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "optimizer.momentum", "MOMENTUM",
          "optimizer.beta1", "BETA1",
          "optimizer.beta2", "BETA2",
          "optimizer.decay", "DECAY",
          "optimizer.epsilon", "EPSILON",
          "optimizer.weightDecay", "WEIGHT_DECAY",
          "loss.l1", "L1",
          "loss.l2", "L2");

  /** The most that is told of what is left out. */
  private static final int MAX_TOLD = 5;

  static ScriptedChanges of(RunSetup setup, List<JournalEntry> journal) {
    return new Writer(setup).written(journal);
  }

  private static final class Writer {
    private final StringBuilder lines = new StringBuilder();
    private final Set<String> variables = new HashSet<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> parameterNames;
    private Hyperparameters present;
    private RunSetup setup;
    private long step = -1;

    Writer(RunSetup setup) {
      this.setup = setup;
      this.present = Hyperparameters.of(setup.spec());
      this.parameterNames = new TrainingRun(setup, setup.spec().seed()).parameterNames();
    }

    ScriptedChanges written(List<JournalEntry> journal) {
      for (JournalEntry entry : journal) {
        if (entry.command() instanceof Command.Steering steering) {
          write(entry.step(), steering);
        }
      }
      List<String> remarks = new ArrayList<>();
      if (!lines.isEmpty()) {
        remarks.add("What was changed while the run was trained is changed at the same steps.");
      }
      if (!leftOut.isEmpty()) {
        remarks.add(
            "Left out, so that losses are others from there on: %s%s."
                .formatted(
                    String.join("; ", leftOut.subList(0, Math.min(MAX_TOLD, leftOut.size()))),
                    leftOut.size() > MAX_TOLD
                        ? " and %d more".formatted(leftOut.size() - MAX_TOLD)
                        : ""));
      }
      return new ScriptedChanges(lines.toString(), variables, remarks);
    }

    private void write(long at, Command.Steering command) {
      switch (command) {
        case Command.SetLearningRate(double value, _) -> {
          present = present.with(new LearningRate.Constant(value));
          put(at, rate());
        }
        case Command.SetParameter(String name, double value, _) ->
            put(at, "parameters[%d].data = %s".formatted(parameterNames.indexOf(name), value));
        case Command.Set(String name, Object value, _) -> set(at, name, value);
        case Command.AddPoints(var points, _) -> add(at, points);
      }
    }

    private void set(long at, String name, @Nullable Object value) {
      double momentum = momentum();
      List<Boolean> frozen = present.frozen();
      boolean before = isFull();
      present = setup.with(present, Collections.singletonMap(name, value));
      String variable = VARIABLES.get(name);
      if (name.equals(Hyperparameters.LEARNING_RATE)) {
        put(at, rate());
      } else if (!frozen.equals(present.frozen())) {
        frozen(at, frozen);
      } else if (name.equals(Hyperparameters.BATCH_SIZE)) {
        batchSize(at, before);
      } else if (variable != null && value instanceof Number number) {
        variables.add(variable);
        put(at, "%s = %s".formatted(variable, number.doubleValue()));
        if (momentum() != momentum && Math.min(momentum, momentum()) == 0) {
          // As Updates.use has it: a momentum that was 0 begins at rest.
          put(at, "for p in parameters:\n    p.velocity = 0.0");
        }
      } else {
        leaveOut(at, "%s %s".formatted(name, Refusal.shown(value)));
      }
    }

    /** Of plain gradient descent; with the others it is always remembered. */
    private double momentum() {
      return present.optimizer().rule() instanceof OptimizerSpec.Sgd sgd ? sgd.momentum() : 1;
    }

    private void frozen(long at, List<Boolean> before) {
      variables.add("frozen");
      for (int layer = 0; layer < before.size(); layer++) {
        boolean now = present.frozen().get(layer);
        if (now != before.get(layer)) {
          put(
              at,
              "for p in network.layers[%d].parameters():\n    p.frozen = %s"
                  .formatted(layer, now ? "True" : "False"));
        }
      }
    }

    /** Whether each step sees all samples. */
    private boolean isFull() {
      return present.batchSize() == null || present.batchSize() >= setup.data().samples();
    }

    private void batchSize(long at, boolean wasFull) {
      variables.add("BATCH_SIZE");
      Integer size = present.batchSize();
      put(at, "BATCH_SIZE = " + (size == null ? "math.inf" : size));
      if (wasFull && !isFull()) {
        put(at, "batches = Batches()");
      }
    }

    private void add(long at, List<List<Object>> points) {
      boolean wasFull = isFull();
      int before = setup.data().samples();
      setup = AddedSamples.added(setup, points);
      Dataset data = setup.data();
      double[][] inputs = data.inputs();
      double[][] targets = data.targets();
      for (int i = before; i < data.samples(); i++) {
        String sample =
            "(%s, %s)".formatted(Arrays.toString(inputs[i]), Arrays.toString(targets[i]));
        put(at, "SAMPLES.append(%s)".formatted(sample));
        if (!wasFull) {
          put(at, "batches.order.append(%d)".formatted(i));
        }
      }
      if (wasFull && !isFull()) {
        variables.add("BATCH_SIZE");
        put(at, "batches = Batches()");
      }
    }

    private String rate() {
      return "learning_rate = lambda step: "
          + switch (present.optimizer().learningRate()) {
            case LearningRate.Constant(double value) -> String.valueOf(value);
            case LearningRate.Linear(double from, double to, long steps) ->
                "%s + (%s - %s) * step / %d if step < %d else %s"
                    .formatted(from, to, from, steps, steps, to);
            case LearningRate.Cosine(double from, double to, long steps) ->
                "%s + (%s - %s) * (1 + math.cos(math.pi * step / %d)) / 2 if step < %d else %s"
                    .formatted(to, from, to, steps, steps, to);
            case LearningRate.Stepwise(double from, double factor, long every) ->
                "%s * %s ** (step // %d)".formatted(from, factor, every);
            case LearningRate.Exponential(double from, double factor) ->
                "%s * %s ** step".formatted(from, factor);
          };
    }

    private void put(long at, String line) {
      if (at != step) {
        lines.append("if step == ").append(at).append(":\n");
        step = at;
      }
      lines.append(line.indent(4));
    }

    private void leaveOut(long at, String what) {
      leftOut.add("%s at step %d".formatted(what, at));
    }
  }
}
