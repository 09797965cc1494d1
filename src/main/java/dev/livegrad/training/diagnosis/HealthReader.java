package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.Hyperparameters;

/** Reads a run's {@link Health} at any checkpoint. Belongs to one thread at a time. */
public final class HealthReader {
  private final Shape shape;
  private final Probe probe;
  private final int samples;

  /**
   * @param samples how many the run has
   */
  HealthReader(Shape shape, Probe probe, int samples) {
    this.shape = shape;
    this.probe = probe;
    this.samples = samples;
  }

  /** A reader for runs of {@code setup}; compiles a tape for it. */
  public static HealthReader of(RunSetup setup) {
    Shape shape = new Shape(setup);
    return new HealthReader(shape, DiagnosisContext.probe(setup, shape), setup.data().samples());
  }

  public Health at(Checkpoint checkpoint) {
    Hyperparameters hyperparameters = checkpoint.hyperparameters();
    double rateFactor = DiagnosisContext.rateFactor(hyperparameters, samples);
    probe.use(hyperparameters);
    Statistics statistics = probe.read(checkpoint.step(), checkpoint.parameters());
    return Health.of(
        shape, statistics, probe, checkpoint.learningRate() * rateFactor, hyperparameters.frozen());
  }
}
