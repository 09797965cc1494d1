package dev.livegrad.run;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.StepResult;
import dev.livegrad.training.TrainingRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a run's loss curve, as finely as it can be had: what is kept of it, and where that is
 * coarse, its steps made again from the last checkpoint before them. Bounded in steps, in entries
 * and in time.
 */
public final class SeriesRange {
  /** No more steps than this are made again, those between the checkpoint and the part included. */
  public static final int MAX_STEPS = 100_000;

  /** A part with this many entries is fine enough: a picture has fewer columns of pixels. */
  static final int ENOUGH = 2_000;

  private SeriesRange() {}

  /**
   * The entries of the steps {@code from} to {@code to}, as far as they are done; the first and the
   * last may cover steps around them. Can take as long as the steps took; for any thread.
   *
   * @param enough whether it has taken long enough: then it is what is kept
   */
  public static List<SeriesEntry> of(RunSnapshot run, long from, long to, BooleanSupplier enough) {
    List<SeriesEntry> kept =
        run.series().entries().stream().filter(it -> it.step() >= from && it.from() <= to).toList();
    if (kept.size() >= ENOUGH || kept.stream().allMatch(it -> it.from() == it.step())) {
      return kept;
    }
    long last = Math.min(to, kept.getLast().step());
    List<SeriesEntry> again = again(run, Math.max(from, kept.getFirst().from()), last, enough);
    return again == null ? kept : timed(again, kept, run.series());
  }

  private static @Nullable List<SeriesEntry> again(
      RunSnapshot run, long from, long to, BooleanSupplier enough) {
    Checkpoint start = run.checkpointAt(from).orElse(null);
    if (to - (start == null ? 0 : start.step()) >= MAX_STEPS) {
      return null;
    }
    TrainingRun again = begun(run, start);
    Queue<JournalEntry> commands = new ArrayDeque<>();
    run.journal().stream().filter(it -> it.step() >= again.stepsDone()).forEach(commands::add);
    // Neighbours are merged where there would be too many.
    long together = Math.ceilDiv(to - from + 1, Series.CAPACITY);
    List<SeriesEntry> entries = new ArrayList<>();
    while (again.stepsDone() <= to && again.divergence() == null) {
      if (enough.getAsBoolean()) {
        return null;
      }
      while (!commands.isEmpty() && commands.element().step() <= again.stepsDone()) {
        if (commands.remove().command() instanceof Command.Steering steering) {
          steering.steer(again);
        }
      }
      StepResult made = again.step();
      if (made.step() >= from) {
        SeriesEntry entry =
            SeriesEntry.of(made.step(), made.loss(), made.learningRate(), made.accuracy());
        boolean joins = !entries.isEmpty() && (made.step() - from) % together != 0;
        entries.add(joins ? entries.removeLast().and(entry) : entry);
      }
    }
    return entries;
  }

  private static TrainingRun begun(RunSnapshot run, @Nullable Checkpoint start) {
    long seed = run.description().seed();
    return start == null
        ? new TrainingRun(run.network().setup(), seed)
        : new TrainingRun(run.network().setup(), seed, start);
  }

  /** At the times of their first making: of what was kept together, all steps took as long. */
  private static List<SeriesEntry> timed(
      List<SeriesEntry> again, List<SeriesEntry> kept, Series series) {
    List<SeriesEntry> timed = new ArrayList<>();
    int place = 0;
    double before = SeriesEntry.secondsAt(series.entries(), kept.getFirst().from());
    for (SeriesEntry entry : again) {
      while (kept.get(place).step() < entry.step()) {
        before = kept.get(place).seconds();
        place++;
      }
      SeriesEntry whole = kept.get(place);
      double share = (double) (entry.step() + 1 - whole.from()) / (whole.step() + 1 - whole.from());
      timed.add(entry.at(before + share * (whole.seconds() - before)));
    }
    return timed;
  }
}
