package dev.livegrad.app;

/** Independent fused multiply-adds, and nothing else: as fast as one core can compute. */
interface Peak {
  /** Sums at once: enough to hide one's latency, and few enough for 16 registers. */
  int SUMS = 12;

  /** Vectors where this JVM was given their module, else plain doubles. */
  static Peak ofThisJvm() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorPeak()
        : new ScalarPeak();
  }

  /** What it computes with, for people. */
  String name();

  /** The doubles that one of its instructions takes. */
  int lanes();

  /**
   * {@code rounds} times {@code x = a * x + b} on each of {@link #SUMS} numbers or vectors.
   *
   * @return their sum; to look at it keeps the compiler from leaving out the work
   */
  double run(long rounds);

  /** Two for each multiply-add. */
  default double flops(long rounds) {
    return 2.0 * SUMS * lanes() * rounds;
  }
}
