package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NetworkTest {

  @Test
  void manyThreadsMayAskForItsNeuronsAtTheSameTime() throws Exception {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    double[][] expected = run.network().neurons().values(run.parameters());
    Callable<double[][]> ask = () -> run.network().neurons().values(run.parameters());
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<double[][]> answer : threads.invokeAll(Collections.nCopies(200, ask))) {
        assertArrayEquals(expected, answer.get());
      }
    }
  }

  @Test
  void itsPredictionsAreThoseOfTheRunAtAnyParameters() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    Predictions predictions = run.network().predictions(3);
    Checkpoint first = run.checkpoint();
    double[][] atFirst = run.predictions(3);
    for (int i = 0; i < 20; i++) {
      run.step();
    }
    assertArrayEquals(run.predictions(3), predictions.values(run.parameters()));
    assertArrayEquals(atFirst, predictions.values(first.parameters()));
    assertEquals(4, run.network().predictions(1_000).values(run.parameters()).length);
  }
}
