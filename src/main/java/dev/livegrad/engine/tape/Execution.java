package dev.livegrad.engine.tape;

import java.util.Arrays;
import java.util.concurrent.RecursiveAction;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Tape} over a set of samples: losses, outputs and gradients, without allocating.
 *
 * <p>A large batch is cut into at most {@value #MAX_SHARDS} shards, by its size alone; each shard's
 * sums are its own, and they are added in the shards' order. So it makes no difference to any bit
 * how many threads share the shards. Belongs to one thread at a time.
 */
public final class Execution {
  private static final int MAX_SHARDS = 8;
  private static final int MIN_SHARD = 528;

  /** Less work than this for each thread, in multiplications or so, costs more to hand over. */
  private static final long MIN_WORK = 400_000;

  private final Tape tape;
  private final Batch batch;
  private final long workPerSample;

  /** Indexed by their number of samples; made when they are first needed. */
  private final @Nullable UnrolledExecution[] unrolledExecutions =
      new UnrolledExecution[UnrolledExecution.MAX_SAMPLES + 1];

  private final Worker[] workers;
  private final Part[] parts;
  private final double[][] shardGradients;
  private final double[] shardLosses = new double[MAX_SHARDS];

  private double[] parameters = {};
  private double seed;
  private int shardSize;
  private int shards;
  private int threads;
  private @Nullable BooleanSupplier enough;

  /** Gives, when a batch begins, the most threads that it may use. */
  private IntSupplier availableThreads = () -> Integer.MAX_VALUE;

  /**
   * @param columns the samples: inputs by samples; they are not copied and must stay as they are
   * @param samples how many samples each column has, at least 1
   * @param threads how many threads may share a large batch
   */
  public Execution(Tape tape, double[][] columns, int samples, int threads) {
    this(
        tape,
        columns,
        samples,
        threads,
        UnrolledExecution.suits(samples, work(tape))
            ? new ScalarKernels()
            : Kernels.best(tape, columns, samples));
  }

  Execution(Tape tape, double[][] columns, int samples, int threads, Kernels kernels) {
    this.tape = tape;
    this.batch = new Batch(columns, samples, tape.outputs());
    this.workPerSample = work(tape);
    int shards = shards(samples, shardSize(samples));
    int most = Math.max(1, Math.min(shards, threads));
    this.workers =
        IntStream.range(0, most)
            .mapToObj(_ -> new Worker(tape, kernels, samples))
            .toArray(Worker[]::new);
    this.parts = IntStream.range(0, most).mapToObj(Part::new).toArray(Part[]::new);
    this.shardGradients = new double[shards == 1 ? 0 : shards][tape.parameters()];
  }

  /**
   * Lets a large batch be shared by no more threads than are available when it begins.
   *
   * @param availableThreads asked by the thread that begins, 1 or more
   */
  public void limitThreads(IntSupplier availableThreads) {
    this.availableThreads = availableThreads;
  }

  /**
   * Forward and backward for every sample.
   *
   * @param parameters a value for each of the tape's parameters
   * @param seed the gradient of each sample's loss: 1 for their sum, 1/samples for their mean
   * @param gradient gets the gradient of each parameter, summed over the samples
   * @return the sum of the samples' losses
   */
  public double run(double[] parameters, double seed, double[] gradient) {
    batch.chooseAll();
    return runBatch(parameters, seed, gradient);
  }

  /** The same for the first {@code size} samples in {@code order}. */
  public double run(int[] order, int size, double[] parameters, double seed, double[] gradient) {
    batch.choose(order, size);
    return runBatch(parameters, seed, gradient);
  }

  private double runBatch(double[] parameters, double seed, double[] gradient) {
    if (UnrolledExecution.suits(batch.size(), workPerSample)) {
      return unrolled(batch.size()).run(batch, parameters, seed, gradient);
    }
    beginBatch(parameters, seed);
    return finish(gradient);
  }

  /**
   * Begins what {@link #run} does at once: {@link #goOn} does parts of it, and {@link #finish} the
   * rest. The bits are the same.
   *
   * @param parameters not to be changed before the end
   */
  public void begin(double[] parameters, double seed) {
    batch.chooseAll();
    beginBatch(parameters, seed);
  }

  /** The same for the first {@code size} samples in {@code order}. */
  public void begin(int[] order, int size, double[] parameters, double seed) {
    batch.choose(order, size);
    beginBatch(parameters, seed);
  }

  /** Forward alone, for the first {@code samples} samples; see {@link #output}. */
  public void predict(double[] parameters, int samples) {
    predict(parameters, 0, samples);
  }

  /** The same for the samples {@code from} to {@code to}, which is left out. */
  public void predict(double[] parameters, int from, int to) {
    batch.chooseAll();
    workers[0].predict(batch, from, to, parameters);
  }

  /** The loss of the sample at {@code position} in the last batch. */
  public double loss(int position) {
    return batch.loss(position);
  }

  /** One of the outputs of the sample at {@code position} in the last batch. */
  public double output(int output, int position) {
    return batch.output(output, position);
  }

  private void beginBatch(double[] parameters, double seed) {
    this.parameters = parameters;
    this.seed = seed;
    shardSize = shardSize(batch.size());
    shards = shards(batch.size(), shardSize);
    boolean worthIt = workPerSample * shardSize >= MIN_WORK;
    int most = worthIt ? Math.min(workers.length, shards) : 1;
    threads = most == 1 ? 1 : Math.min(most, availableThreads.getAsInt());
    for (Part part : parts) {
      part.restart();
    }
  }

  /**
   * Goes on, some samples at least, until {@code enough} says so. A batch that isn't cut into
   * shards is so small that it is left to {@link #finish}.
   *
   * @param enough asked by several threads; null for never
   * @return whether it has come to the end
   */
  public boolean goOn(@Nullable BooleanSupplier enough) {
    if (shards == 1) {
      return true;
    }
    this.enough = enough;
    for (int i = 1; i < threads; i++) {
      parts[i].reinitialize();
      var _ = parts[i].fork();
    }
    parts[0].compute();
    for (int i = 1; i < threads; i++) {
      var _ = parts[i].join();
    }
    return isOver();
  }

  private boolean isOver() {
    boolean over = true;
    for (int i = 0; i < threads; i++) {
      over &= parts[i].isOver();
    }
    return over;
  }

  /**
   * Does the rest.
   *
   * @param gradient gets the gradient of each parameter, summed over the samples
   * @return the sum of the samples' losses
   */
  public double finish(double[] gradient) {
    if (UnrolledExecution.suits(batch.size(), workPerSample)) {
      return unrolled(batch.size()).run(batch, parameters, seed, gradient);
    }
    if (shards == 1) {
      return workers[0].run(batch, 0, batch.size(), parameters, seed, gradient);
    }
    if (!isOver()) {
      boolean _ = goOn(null);
    }
    return add(gradient);
  }

  private UnrolledExecution unrolled(int size) {
    UnrolledExecution unrolled = unrolledExecutions[size];
    if (unrolled == null) {
      unrolled = new UnrolledExecution(tape, size);
      unrolledExecutions[size] = unrolled;
    }
    return unrolled;
  }

  private double add(double[] gradient) {
    System.arraycopy(shardGradients[0], 0, gradient, 0, gradient.length);
    double loss = shardLosses[0];
    for (int shard = 1; shard < shards; shard++) {
      double[] share = shardGradients[shard];
      for (int p = 0; p < gradient.length; p++) {
        gradient[p] += share[p];
      }
      loss += shardLosses[shard];
    }
    return loss;
  }

  private static int shardSize(int samples) {
    return Math.max(MIN_SHARD, Worker.roundUp(Math.ceilDiv(samples, MAX_SHARDS)));
  }

  private static int shards(int samples, int shardSize) {
    return Math.ceilDiv(samples, shardSize);
  }

  private static long work(Tape tape) {
    return tape.instructions().stream().mapToLong(Execution::work).sum();
  }

  private static long work(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Fill _ -> 0;
      case Instruction.Broadcast _ -> 1;
      case Instruction.Elementwise it -> 8L * it.rows();
      case Instruction.Affine it -> 3L * it.in().length * it.out().length;
    };
  }

  /**
   * One thread's shards: every {@link #threads}th one. Forked into the common pool, so that runs
   * side by side share the machine's cores instead of each starting threads of its own; {@link
   * #threads} bounds what one run takes of it.
   */
  private final class Part extends RecursiveAction {
    private final int number;
    private int shard;

    /** The first of the shard's samples that is still to come. */
    private int next;

    Part(int number) {
      this.number = number;
    }

    void restart() {
      seek(number);
    }

    private void seek(int shard) {
      this.shard = shard;
      next = shard * shardSize;
    }

    boolean isOver() {
      return shard >= shards;
    }

    @Override
    protected void compute() {
      BooleanSupplier enough = Execution.this.enough;
      boolean stops = isOver();
      while (!stops) {
        if (enough == null && next == shard * shardSize) {
          runShard();
        } else {
          goOn();
        }
        stops = isOver() || (enough != null && enough.getAsBoolean());
      }
    }

    /** All of it at once, which is faster. */
    private void runShard() {
      int to = Math.min(next + shardSize, batch.size());
      shardLosses[shard] =
          workers[number].run(batch, next, to, parameters, seed, shardGradients[shard]);
      seek(shard + threads);
    }

    private void goOn() {
      double[] gradient = shardGradients[shard];
      int from = shard * shardSize;
      int to = Math.min(from + shardSize, batch.size());
      if (next == from) {
        Arrays.fill(gradient, 0);
        shardLosses[shard] = 0;
      }
      Worker worker = workers[number];
      shardLosses[shard] += worker.addChunk(batch, next, to, parameters, seed, gradient);
      next += worker.chunk();
      if (next >= to) {
        seek(shard + threads);
      }
    }
  }
}
