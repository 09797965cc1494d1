package dev.livegrad.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.livegrad.run.CommandResult;
import dev.livegrad.run.JournalEntry;
import dev.livegrad.run.RunDescription;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.RunState;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.training.inspect.GradientCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the server says, but for levels and findings, which are messages as they are. The components
 * of a record are the fields of its message, those of an unwrapped record too.
 */
@JsonPropertyOrder("type")
public sealed interface ServerMessage {
  /** The word that tells the messages apart: that of the record, as {@code gradientCheck}. */
  @JsonProperty
  default String type() {
    return Encoder.word(getClass());
  }

  /** A run from its beginning, and how far it has come. */
  record Welcome(
      String server,
      String viewer,
      int viewers,
      long offset,
      @JsonUnwrapped RunState state,
      @JsonUnwrapped RunDescription description,
      List<JournalEntry> journal,
      List<RunEvent.FindingChanged> findings)
      implements ServerMessage {

    /**
     * The welcome to a run.
     *
     * @param offset the end of what viewers have been told of the series
     */
    public static Welcome of(
        RunSnapshot run, long offset, String server, String viewer, int viewers) {
      return new Welcome(
          server,
          viewer,
          viewers,
          offset,
          run.state().at(offset),
          run.description(),
          run.journal(),
          run.findings());
    }
  }

  /**
   * Where the run stands.
   *
   * @param trouble why it stands still although it is to train; null where it doesn't
   */
  record Status(@JsonUnwrapped RunState state, int viewers, @Nullable String trouble)
      implements ServerMessage {}

  /**
   * What the samples to learn from are since some were added; null likewise as in {@link
   * RunDescription}.
   */
  record Samples(
      long trajectory,
      double @Nullable [][] inputs,
      double @Nullable [][] rawInputs,
      double @Nullable [][] targets)
      implements ServerMessage {
    /** Those of a run. */
    public static Samples of(long trajectory, RunDescription run) {
      return new Samples(trajectory, run.inputs(), run.rawInputs(), run.targets());
    }
  }

  /** Entries of the series, in order, without a gap: an array for each column. */
  record Steps(long trajectory, @JsonIgnore List<SeriesEntry> entries) implements ServerMessage {
    public Steps {
      entries = List.copyOf(entries);
    }

    /** The viewer's offset after this message. */
    @JsonProperty
    public long offset() {
      return entries.isEmpty() ? 0 : entries.getLast().step() + 1;
    }

    @JsonProperty
    long[] from() {
      return entries.stream().mapToLong(SeriesEntry::from).toArray();
    }

    @JsonProperty
    long[] step() {
      return entries.stream().mapToLong(SeriesEntry::step).toArray();
    }

    @JsonProperty
    double[] loss() {
      return column(SeriesEntry::loss);
    }

    @JsonProperty
    double[] lossMin() {
      return column(SeriesEntry::lossMin);
    }

    @JsonProperty
    double[] lossMax() {
      return column(SeriesEntry::lossMax);
    }

    @JsonProperty
    double[] learningRate() {
      return column(SeriesEntry::learningRate);
    }

    @JsonProperty
    List<@Nullable Double> accuracy() {
      return known(SeriesEntry::accuracy);
    }

    /** To the millisecond. */
    @JsonProperty
    List<@Nullable Double> seconds() {
      return known(it -> Math.rint(it.seconds() * 1e3) / 1e3);
    }

    /** Left out where no test samples were measured, as {@link #testAccuracy}. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable List<@Nullable Double> testLoss() {
      return isTested() ? known(SeriesEntry::testLoss) : null;
    }

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable List<@Nullable Double> testAccuracy() {
      return isTested() ? known(SeriesEntry::testAccuracy) : null;
    }

    private boolean isTested() {
      return entries.stream().anyMatch(SeriesEntry::isTested);
    }

    /** Null where there is none. */
    private List<@Nullable Double> known(ToDoubleFunction<SeriesEntry> column) {
      List<@Nullable Double> values = new ArrayList<>();
      for (SeriesEntry entry : entries) {
        double value = column.applyAsDouble(entry);
        values.add(Double.isNaN(value) ? null : (Double) value);
      }
      return values;
    }

    private double[] column(ToDoubleFunction<SeriesEntry> column) {
      return entries.stream().mapToDouble(column).toArray();
    }
  }

  /** Commands that took effect. */
  record Journal(long trajectory, List<JournalEntry> entries) implements ServerMessage {
    public Journal {
      entries = List.copyOf(entries);
    }
  }

  /** Gradients beside central differences. */
  record GradientChecked(
      @Nullable Object id, long trajectory, @JsonUnwrapped GradientCheck.Result result)
      implements ServerMessage {

    /** Runs the check, which can take seconds. */
    public static GradientChecked of(@Nullable Object id, RunHandle.PendingGradientCheck pending) {
      return new GradientChecked(id, pending.trajectory(), pending.check().run());
    }

    @Override
    public String type() {
      return "gradientCheck";
    }

    @JsonProperty
    double tolerance() {
      return GradientCheck.TOLERANCE;
    }
  }

  /** What became of a message. */
  record Answer(@Nullable Object id, @JsonUnwrapped CommandResult result) implements ServerMessage {
    @Override
    public String type() {
      return Encoder.word(result.getClass());
    }
  }
}
