package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;

/** Takes a run's figures at any of its moments. Belongs to one thread at a time. */
public final class HealthReader {
  private final Shape shape;
  private final Probe probe;
  private final double rateFactor;

  HealthReader(Shape shape, Probe probe, double rateFactor) {
    this.shape = shape;
    this.probe = probe;
    this.rateFactor = rateFactor;
  }

  /** A checkup of runs of {@code setup}; compiles a tape for it. */
  public static HealthReader of(RunSetup setup) {
    Shape shape = new Shape(setup);
    return new HealthReader(
        shape, DiagnosisContext.probe(setup, shape), DiagnosisContext.rateFactor(setup));
  }

  public Health at(Checkpoint moment) {
    Statistics reading = probe.read(moment.step(), moment.parameters());
    return Health.of(shape, reading, probe, moment.learningRate() * rateFactor);
  }
}
