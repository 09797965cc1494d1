package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.training.inspect.Neurons;
import dev.livegrad.training.inspect.Predictions;
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
    double[][] expected = Neurons.of(run.network()).values(run.parameters());
    Callable<double[][]> ask = () -> Neurons.of(run.network()).values(run.parameters());
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<double[][]> answer : threads.invokeAll(Collections.nCopies(200, ask))) {
        assertArrayEquals(expected, answer.get());
      }
    }
  }

  @Test
  void itsPredictionsAreThoseOfTheRunAtAnyParameters() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    Predictions predictions = new Predictions(run.network(), 3);
    Checkpoint first = run.checkpoint();
    double[][] atFirst = Predictions.of(run, 3);
    for (int i = 0; i < 20; i++) {
      run.step();
    }
    assertArrayEquals(Predictions.of(run, 3), predictions.values(run.parameters()));
    assertArrayEquals(atFirst, predictions.values(first.parameters()));
    assertEquals(4, Predictions.of(run, 1_000).length);
  }
}
