package dev.livegrad.training.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.inspect.RateSweep.Trial;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

final class RateSweepTest {
  private static RateSweep sweep(TrainingRun run) {
    return RateSweep.of(run.network(), run.seed(), run.checkpoint(), () -> 0);
  }

  @Test
  void eachRateIsTriedFromWhereTheRunStandsWhichStaysAsItIs() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    for (int i = 0; i < 20; i++) {
      run.step();
    }
    Checkpoint before = run.checkpoint();
    RateSweep sweep = sweep(run);
    assertArrayEquals(before.parameters(), run.parameters());
    assertEquals(20, run.stepsDone());
    assertEquals(50, sweep.steps());
    assertEquals(19, sweep.trials().size());
    TrainingRun other = new TrainingRun(Specs.fourPoints(), 42, before);
    other.setLearningRate(0.05);
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      double loss = other.step().loss();
      sum += i < 38 ? 0 : loss;
    }
    Trial tried = sweep.trials().stream().filter(it -> it.rate() == 0.05).findFirst().orElseThrow();
    assertEquals(sum / 12, tried.loss(), 1e-15);
    run.setLearningRate(0);
    assertEquals(run.step().loss(), sweep.loss(), 1e-15);
  }

  @Test
  void theProposedRateTrainsFasterThanOneThatIsMuchTooLow() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    RateSweep sweep = sweep(run);
    double proposal = Objects.requireNonNull(sweep.proposal());
    assertTrue(proposal >= 0.01 && proposal <= 1, () -> "it is " + proposal);
  }

  @Test
  void thatNoRateHelpsIsSaidOnlyAfterAllSteps() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    AtomicLong slow = new AtomicLong();
    RateSweep cut =
        RateSweep.of(run.network(), 42, run.checkpoint(), () -> slow.getAndAdd(25_000_000));
    assertEquals(6, cut.steps());
    assertEquals(
        "There was time for only 6 steps at each rate, too few to tell.",
        RateSweep.judged(6, 1, List.of(new Trial(0.1, 0.995))).reason());
    assertEquals(
        "None of these rates brings the loss clearly down within 50 steps from here.",
        RateSweep.judged(50, 1, List.of(new Trial(0.1, 0.995))).reason());
  }

  @Test
  void aSingleShortStepTellsHowLongAStepTakes() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    AtomicLong time = new AtomicLong();
    AtomicLong asked = new AtomicLong();
    LongSupplier heldUp =
        () -> time.addAndGet(asked.incrementAndGet() == 4 ? 1_000_000 : 70_000_000);
    assertEquals(50, RateSweep.of(run.network(), 42, run.checkpoint(), heldUp).steps());
  }

  @Test
  void ratesThatDivergeAreNotProposed() {
    RateSweep sweep = sweep(new TrainingRun(Specs.diverging(), 1));
    assertTrue(Double.isNaN(sweep.trials().getLast().loss()));
    Double proposal = sweep.proposal();
    assertTrue(proposal == null || proposal < 10);
  }

  @Test
  void theLowestIsProposedAndHalfOfItWhereTheNextRises() {
    List<Trial> flat = List.of(new Trial(0.1, 0.5), new Trial(0.2, 0.4), new Trial(0.5, 0.6));
    assertEquals(0.2, RateSweep.judged(50, 1, flat).proposal());
    assertEquals(
        "Over 50 steps from here, 0.2 comes lowest before the loss rises again: from a loss of 1 to 0.4. Many more steps may need a smaller one.",
        RateSweep.judged(50, 1, flat).reason());
    List<Trial> steep = List.of(new Trial(0.1, 0.5), new Trial(0.2, 0.4), new Trial(0.5, 3));
    assertEquals(0.1, RateSweep.judged(50, 1, steep).proposal());
    List<Trial> over =
        List.of(new Trial(0.1, 0.5), new Trial(0.2, 0.4), new Trial(0.5, Double.NaN));
    assertEquals(0.1, RateSweep.judged(50, 1, over).proposal());
    List<Trial> jumpy =
        List.of(new Trial(0.1, 0.5), new Trial(0.2, 0.4), new Trial(0.5, 0.6), new Trial(1, 0.1));
    assertEquals(0.2, RateSweep.judged(50, 1, jumpy).proposal());
    List<Trial> ascending = List.of(new Trial(0.1, 0.5), new Trial(0.2, 0.4));
    assertEquals(0.1, RateSweep.judged(50, 1, ascending).proposal());
    List<Trial> none = List.of(new Trial(0.1, 0.995), new Trial(0.2, 2));
    assertNull(RateSweep.judged(50, 1, none).proposal());
  }
}
