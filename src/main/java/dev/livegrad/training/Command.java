package dev.livegrad.training;

import dev.livegrad.nn.Activation;
import dev.livegrad.nn.Initialiser;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people do to a run. A command takes effect between two steps. */
public sealed interface Command {
  record Start() implements Command {}

  record Pause() implements Command {}

  /** So many steps, then a pause. */
  record Step(long count) implements Command {}

  /** Every later step uses {@code value}; a schedule ends here. */
  record SetLearningRate(double value) implements Command {
    public SetLearningRate {
      if (!(value >= 0 && value <= LearningRate.MAX)) {
        throw SpecException.notAllowed(
            "learningRate", value, "a finite number from 0 to " + (long) LearningRate.MAX);
      }
    }
  }

  /** Gives a parameter another value, from which the next step goes on. */
  record SetParameter(String name, double value) implements Command {
    public SetParameter {
      if (!Double.isFinite(value)) {
        throw SpecException.notAllowed(name, value, "a finite number");
      }
    }
  }

  /**
   * The run that begins here has another model; what is null stays as it was.
   *
   * @param init how weights and biases begin
   */
  record Change(
      @Nullable Activation hidden, @Nullable Activation output, @Nullable Initialiser init)
      implements Command {
    /** {@code model} with these in place of its own. */
    public ModelSpec of(ModelSpec model) {
      return new ModelSpec(
          model.layers(),
          hidden == null ? model.hidden() : hidden,
          output == null ? model.output() : output,
          init == null ? model.weights() : init,
          init == null ? model.biases() : init);
    }

    /** As {@code hidden tanh, output tanh}. */
    public String text() {
      return Stream.of(part("hidden", hidden), part("output", output), part("init", init))
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(", "));
    }

    private static String part(String field, @Nullable Enum<?> value) {
      return value == null ? "" : field + " " + value.name().toLowerCase(Locale.ROOT);
    }
  }

  /** The commands before {@code step} are given again, until there. */
  record Rewind(long step) implements Command {}

  /** Back to step 0 with the initial parameters of {@code seed} and the spec's learning rate. */
  record Reset(long seed) implements Command {}
}
