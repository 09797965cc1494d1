package dev.livegrad.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server says. Arrays belong to the message and must not be changed. */
public sealed interface ServerMessage {

  /**
   * A run from its beginning, and how far it has come.
   *
   * @param run what stays the same for the whole epoch
   * @param journal this epoch's commands, oldest first
   * @param findings what was noticed in this epoch, ended or not, by number
   * @param offset the number of the first step that is still to come
   */
  record Welcome(
      String server,
      String viewer,
      Run run,
      Status status,
      List<JournalLine> journal,
      List<Finding> findings,
      long offset)
      implements ServerMessage {
    public Welcome {
      journal = List.copyOf(journal);
      findings = List.copyOf(findings);
    }
  }

  /**
   * What stays the same for a whole epoch.
   *
   * @param spec the run spec's tree
   * @param inputs samples by input columns; null where there are too many samples
   * @param targets samples by outputs; null likewise
   */
  record Run(
      long epoch,
      long seed,
      Map<String, Object> spec,
      List<String> parameterNames,
      List<String> inputNames,
      double @Nullable [][] inputs,
      double @Nullable [][] targets) {}

  /**
   * Where the run stands.
   *
   * @param step steps done
   * @param stepsPerSecond at most; null for as fast as it goes
   * @param measuredStepsPerSecond null while nothing is running
   * @param goal the number of steps after which it will stop by itself, or null
   * @param message a sentence for people, or null
   */
  record Status(
      long epoch,
      RunStatus status,
      long step,
      double learningRate,
      @Nullable Double stepsPerSecond,
      @Nullable Double measuredStepsPerSecond,
      @Nullable Long goal,
      int viewers,
      @Nullable String message)
      implements ServerMessage {

    /** The same, some steps later. */
    public Status at(long step) {
      return new Status(
          epoch,
          status,
          step,
          learningRate,
          stepsPerSecond,
          measuredStepsPerSecond,
          goal,
          viewers,
          message);
    }

    /** The same, as seen by so many viewers. */
    public Status withViewers(int viewers) {
      return new Status(
          epoch,
          status,
          step,
          learningRate,
          stepsPerSecond,
          measuredStepsPerSecond,
          goal,
          viewers,
          message);
    }
  }

  /** Entries of the series, in order, without a gap. */
  record Steps(long epoch, List<Entry> entries) implements ServerMessage {
    public Steps {
      entries = List.copyOf(entries);
    }

    /** The viewer's offset after this message. */
    public long offset() {
      return entries.getLast().step() + 1;
    }
  }

  /** Commands that took effect. */
  record Journal(long epoch, List<JournalLine> entries) implements ServerMessage {
    public Journal {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A command that took effect.
   *
   * @param step steps done at the time
   * @param name of the parameter it concerns, or null
   * @param value the command's own, a number or a word, or null
   */
  record JournalLine(
      long step, String command, @Nullable String name, @Nullable Object value, String by) {}

  /** The parameters after {@code step} updates, and the last update's gradients. */
  record Parameters(long epoch, long step, double[] data, double[] grad) implements ServerMessage {}

  /** A forward pass with the parameters after {@code step} updates: samples by outputs. */
  record Predictions(long epoch, long step, double[][] outputs) implements ServerMessage {}

  /**
   * One output over a plane through the space of inputs.
   *
   * @param sample where the plane goes through; null for the samples' means
   * @param values row after row
   */
  record Surface(
      long epoch, long step, Lattice lattice, int output, @Nullable Integer sample, double[] values)
      implements ServerMessage {}

  /**
   * What each neuron puts out.
   *
   * @param lattice where; null for the first samples
   * @param values neurons, layer by layer, by the lattice's points or the samples
   */
  record Neurons(long epoch, long step, @Nullable Lattice lattice, double[][] values)
      implements ServerMessage {}

  /**
   * Points at equal distances: row after row, the lowest y first.
   *
   * @param x an input column
   * @param y another, or the same one, for a line
   * @param from where x and y begin
   * @param to where x and y end
   */
  record Lattice(int x, int y, double[] from, double[] to, int columns, int rows) {}

  /**
   * Gradients beside central differences.
   *
   * @param step steps done at the time
   * @param parameters how many there are
   * @param checked how many of them were compared
   * @param samples how many there are
   * @param samplesUsed so many first ones
   * @param tolerance an error up to which a gradient counts as right
   * @param rows the worst ones first
   */
  record GradientCheck(
      JsonNode id,
      long epoch,
      long step,
      int parameters,
      int checked,
      int samples,
      int samplesUsed,
      int kinks,
      int disagreeing,
      double tolerance,
      List<CheckedGradient> rows)
      implements ServerMessage {
    public GradientCheck {
      rows = List.copyOf(rows);
    }
  }

  /** One parameter's comparison; {@code verdict} is agrees, kink or disagrees. */
  record CheckedGradient(
      String name,
      double value,
      double gradient,
      double difference,
      double left,
      double right,
      double h,
      double error,
      String verdict) {}

  /**
   * Something that the diagnosis noticed; the same number again where it has changed or ended.
   *
   * @param step since when
   * @param severity {@code problem} or {@code note}
   * @param ended the step at which it was no longer so; null as long as it is
   */
  record Finding(
      long epoch,
      int number,
      long step,
      String kind,
      String severity,
      String where,
      String text,
      @Nullable Long ended)
      implements ServerMessage {}

  /**
   * The run's figures after {@code step} updates.
   *
   * @param sampleLosses of the first samples
   */
  record Health(
      long epoch,
      long step,
      double loss,
      double gradientNorm,
      List<LayerHealth> layers,
      double[] sampleLosses)
      implements ServerMessage {
    public Health {
      layers = List.copyOf(layers);
    }
  }

  /**
   * One layer's figures.
   *
   * @param updateRatio log10 of the update's norm by the parameters' norm
   * @param dead the share of its neurons
   * @param saturated the share of its outputs
   */
  record LayerHealth(
      String activation,
      Histogram parameters,
      Histogram gradients,
      Histogram activations,
      double updateRatio,
      double dead,
      double saturated) {}

  /** How many numbers stand in each of as many parts of equal width from low to high. */
  record Histogram(double low, double high, int[] counts) {}

  /**
   * Every node of one sample's loss with the parameters after {@code step} updates, by the node's
   * id.
   *
   * @param grad of this sample's loss alone
   */
  record Graph(long epoch, long step, int sample, double[] data, double[] grad)
      implements ServerMessage {}

  record Accepted(JsonNode id, long step, @Nullable String note) implements ServerMessage {}

  record Rejected(JsonNode id, String reason) implements ServerMessage {}
}
