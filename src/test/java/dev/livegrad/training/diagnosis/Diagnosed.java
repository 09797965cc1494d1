package dev.livegrad.training.diagnosis;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import java.util.List;

/** Runs for tests of the diagnosis, and what it says of them. */
final class Diagnosed {
  private Diagnosed() {}

  /** The setup of a spec in YAML; its name does not matter. */
  static RunSetup setup(String yaml) {
    return Specs.ofYaml("name: diagnosed\n" + yaml);
  }

  /** A run at step 0 with these parameters. */
  static TrainingRun run(RunSetup setup, double... parameters) {
    TrainingRun run = new TrainingRun(setup, setup.spec().seed(), 1);
    for (int i = 0; i < parameters.length; i++) {
      run.setParameter(run.parameterNames().get(i), parameters[i]);
    }
    return run;
  }

  /** All findings of a run, after {@code steps} steps or at its divergence. */
  static List<Finding> findings(TrainingRun run, int steps) {
    Diagnosis diagnosis = new Diagnosis(run);
    while (run.stepsDone() < steps && run.divergence() == null) {
      diagnosis.afterStepAndLook(run.step());
    }
    diagnosis.finishAndLook();
    return diagnosis.findings();
  }
}
