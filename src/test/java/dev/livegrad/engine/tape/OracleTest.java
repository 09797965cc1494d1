package dev.livegrad.engine.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The textbook engine says what is right; the compiled one has to agree. */
class OracleTest {
  private static final double TOLERANCE = 1e-12;

  /** Of central differences: a power of two, so that adding it is nearly exact. */
  private static final double STEP = 0x1p-17;

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tapeAndValueAgreeInEveryLossOutputAndGradient(long seed) {
    RandomGraphs.Sample graph = RandomGraphs.graph(seed);
    Samples samples = Samples.random(graph, new Random(seed));
    double[] parameters = graph.parameters().stream().mapToDouble(Value::data).toArray();
    double[] gradient = new double[parameters.length];

    Tape tape = Tape.compile(graph.loss(), graph.outputs(), graph.inputs(), graph.parameters());
    Execution execution = new Execution(tape, samples.columns(), samples.count(), 2);
    double loss = execution.run(parameters, 0.5, gradient);

    Graph textbook = Graph.of(graph.loss());
    List<Graph> outputs = graph.outputs().stream().map(Graph::of).toList();
    double sum = 0;
    double[] magnitude = new double[parameters.length];
    double[] expected = new double[parameters.length];
    for (int sample = 0; sample < samples.count(); sample++) {
      samples.show(graph, sample);
      graph.parameters().forEach(Value::zeroGrad);
      // An output need not be a part of the loss.
      outputs.forEach(Graph::forward);
      textbook.forward();
      textbook.backward(0.5);
      assertClose(graph.loss().data(), execution.loss(sample), 1, "loss", seed);
      for (int output = 0; output < graph.outputs().size(); output++) {
        assertClose(
            graph.outputs().get(output).data(),
            execution.output(output, sample),
            1,
            "output " + output,
            seed);
      }
      sum += graph.loss().data();
      for (int p = 0; p < parameters.length; p++) {
        expected[p] += graph.parameters().get(p).grad();
        magnitude[p] += Math.abs(graph.parameters().get(p).grad());
      }
    }
    assertClose(sum, loss, samples.count(), "sum of losses", seed);
    for (int p = 0; p < parameters.length; p++) {
      assertClose(expected[p], gradient[p], magnitude[p], "gradient " + p, seed);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void vectorsAndPlainLoopsGiveTheSameBits(long seed) {
    RandomGraphs.Sample graph = RandomGraphs.graph(seed);
    Samples samples = Samples.random(graph, new Random(seed));
    double[] parameters = graph.parameters().stream().mapToDouble(Value::data).toArray();
    double[] withVectors = new double[parameters.length];
    double[] without = new double[parameters.length];

    Tape tape = Tape.compile(graph.loss(), graph.outputs(), graph.inputs(), graph.parameters());
    double loss =
        new Execution(tape, samples.columns(), samples.count(), 1, new VectorKernels())
            .run(parameters, 1, withVectors);
    double plainLoss =
        new Execution(tape, samples.columns(), samples.count(), 3, new ScalarKernels())
            .run(parameters, 1, without);

    assertEquals(loss, plainLoss, "seed " + seed);
    assertArrayEquals(withVectors, without, "seed " + seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void codeMadeForFewSamplesGivesTheSameBitsAsLoops(long seed) {
    RandomGraphs.Sample graph = RandomGraphs.graph(seed);
    Random random = new Random(seed);
    Tape tape = Tape.compile(graph.loss(), graph.outputs(), graph.inputs(), graph.parameters());
    int count = 1 + random.nextInt(UnrolledExecution.MAX_SAMPLES);
    double[][] columns = new double[graph.inputs().size()][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = random.doubles(count, -1, 1).toArray();
    }
    UnrolledExecution code = new UnrolledExecution(tape, count);
    Worker loops = new Worker(tape, new ScalarKernels(), count);
    double[] parameters = graph.parameters().stream().mapToDouble(Value::data).toArray();
    double[] byCode = new double[parameters.length];
    double[] byLoops = new double[parameters.length];
    // A second step finds in memory what the first one left there.
    for (int step = 0; step < 2; step++) {
      Batch codeBatch = new Batch(columns, count, tape.outputs());
      Batch loopBatch = new Batch(columns, count, tape.outputs());
      double codeLoss = code.run(codeBatch, parameters, 0.5, byCode);
      double loopLoss = loops.run(loopBatch, 0, count, parameters, 0.5, byLoops);

      assertEquals(loopLoss, codeLoss, "seed " + seed);
      assertArrayEquals(byLoops, byCode, "seed " + seed);
      for (int sample = 0; sample < count; sample++) {
        assertEquals(loopBatch.output(0, sample), codeBatch.output(0, sample), "seed " + seed);
        assertEquals(loopBatch.loss(sample), codeBatch.loss(sample), "seed " + seed);
      }
      for (int p = 0; p < parameters.length; p++) {
        parameters[p] -= 0.01 * byCode[p];
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void gradientsAreTheSlopesThatCentralDifferencesMeasure(long seed) {
    RandomGraphs.Sample graph = RandomGraphs.smoothGraph(seed);
    Samples samples = Samples.random(graph, new Random(seed));
    double[] parameters = graph.parameters().stream().mapToDouble(Value::data).toArray();
    double[] gradient = new double[parameters.length];
    double[] ignored = new double[parameters.length];

    Tape tape = Tape.compile(graph.loss(), List.of(), graph.inputs(), graph.parameters());
    Execution execution = new Execution(tape, samples.columns(), samples.count(), 1);
    double share = 1.0 / samples.count();
    execution.run(parameters, share, gradient);
    for (int p = 0; p < parameters.length; p++) {
      double middle = parameters[p];
      parameters[p] = middle + STEP;
      double above = execution.run(parameters, 1, ignored);
      parameters[p] = middle - STEP;
      double below = execution.run(parameters, 1, ignored);
      parameters[p] = middle;
      double slope = (above - below) * share / (2 * STEP);
      double scale = Math.max(1, Math.abs(slope));
      assertEquals(slope, gradient[p], 1e-6 * scale, "gradient " + p + ", seed " + seed);
    }
  }

  private static void assertClose(
      double expected, double actual, double magnitude, String what, long seed) {
    double scale = Math.max(1, Math.max(magnitude, Math.abs(expected)));
    assertEquals(expected, actual, TOLERANCE * scale, what + ", seed " + seed);
  }

  /** Inputs for a graph: columns by samples. */
  record Samples(double[][] columns, int count) {
    static Samples random(RandomGraphs.Sample graph, Random random) {
      int count = random.nextInt(10) == 0 ? 300 + random.nextInt(700) : 1 + random.nextInt(40);
      double[][] columns = new double[graph.inputs().size()][];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = random.doubles(count, -1, 1).toArray();
      }
      return new Samples(columns, count);
    }

    void show(RandomGraphs.Sample graph, int sample) {
      for (int i = 0; i < columns.length; i++) {
        graph.inputs().get(i).setData(columns[i][sample]);
      }
    }
  }
}
