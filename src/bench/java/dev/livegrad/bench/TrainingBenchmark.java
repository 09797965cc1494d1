package dev.livegrad.bench;

import dev.livegrad.app.Workload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Steps per second of every contender on every workload, each in a JVM of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgs = {
      // One thread for all of them.
      "-XX:ActiveProcessorCount=1",
      "--add-modules=jdk.incubator.vector",
      "-XX:CompileCommand=quiet",
      "-XX:CompileCommand=dontinline,dev.livegrad.engine.tape.VectorLoops::*",
      "-XX:CompileCommand=dontinline,dev.livegrad.engine.tape.ProductTiles::*",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class TrainingBenchmark {
  @Param Workload workload;
  @Param Contender contender;
  private Training training;

  @Setup
  public void begin() {
    training = contender.begin(workload);
  }

  @Benchmark
  public double step() {
    return training.step();
  }

  @TearDown
  public void end() {
    training.close();
  }
}
