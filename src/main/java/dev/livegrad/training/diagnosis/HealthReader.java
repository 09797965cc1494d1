package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;

/** Reads a run's {@link Health} at any checkpoint. Belongs to one thread at a time. */
public final class HealthReader {
  private final Shape shape;
  private final Probe probe;
  private final double rateFactor;

  HealthReader(Shape shape, Probe probe, double rateFactor) {
    this.shape = shape;
    this.probe = probe;
    this.rateFactor = rateFactor;
  }

  /** A reader for runs of {@code setup}; compiles a tape for it. */
  public static HealthReader of(RunSetup setup) {
    Shape shape = new Shape(setup);
    return new HealthReader(
        shape, DiagnosisContext.probe(setup, shape), DiagnosisContext.rateFactor(setup));
  }

  public Health at(Checkpoint checkpoint) {
    Statistics statistics = probe.read(checkpoint.step(), checkpoint.parameters());
    return Health.of(shape, statistics, probe, checkpoint.learningRate() * rateFactor);
  }
}
