package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.optimizer.Updates;
import dev.livegrad.training.spec.Hyperparameters;
import java.util.Arrays;

/** Reads a run's {@link Health} at any checkpoint. Belongs to one thread at a time. */
public final class HealthReader {
  private final RunSetup setup;
  private final ParameterLayout layout;
  private final Probe probe;

  HealthReader(RunSetup setup, ParameterLayout layout, Probe probe) {
    this.setup = setup;
    this.layout = layout;
    this.probe = probe;
  }

  /** A reader for runs of {@code setup}; compiles a tape for it. */
  public static HealthReader of(RunSetup setup) {
    ParameterLayout layout = new ParameterLayout(setup);
    return new HealthReader(setup, layout, DiagnosisContext.probe(setup, layout));
  }

  public Health at(Checkpoint checkpoint) {
    Hyperparameters hyperparameters = checkpoint.hyperparameters();
    probe.use(hyperparameters);
    Statistics now = probe.read(checkpoint.step(), checkpoint.parameters());
    double[] gradients = gradients(now, hyperparameters, 1);
    return Health.of(layout, now, gradients, updated(checkpoint, now), probe);
  }

  /**
   * Those of the loss, its penalty included.
   *
   * @param factor from the data's gradients to those that are wanted
   */
  private static double[] gradients(
      Statistics now, Hyperparameters hyperparameters, double factor) {
    double[] gradients = Arrays.stream(now.gradients()).map(it -> factor * it).toArray();
    hyperparameters.loss().addPenaltyGradient(now.parameters(), gradients);
    return gradients;
  }

  /** The parameters after the next step, of all samples in place of a batch. */
  private double[] updated(Checkpoint at, Statistics now) {
    Hyperparameters hyperparameters = at.hyperparameters();
    double factor = DiagnosisContext.rateFactor(hyperparameters, setup.data().samples());
    double[] gradients = gradients(now, hyperparameters, factor);
    double[] updated = new double[gradients.length];
    Updates updates = new Updates(hyperparameters, setup.layerBegins());
    updates.restore(at.optimizer(), at.missed());
    updates.update(now.parameters(), gradients, at.learningRate(), at.step(), updated);
    return updated;
  }
}
