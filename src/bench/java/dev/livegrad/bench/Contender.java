package dev.livegrad.bench;

import dev.livegrad.app.Workload;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;

/** A way to train a {@link Workload}. */
public enum Contender {
  /** PyTorch, called from Java. */
  PYTORCH("PyTorch"),
  /** A graph of scalars, as the tutorials build it. */
  TEXTBOOK("textbook"),
  /** Nested loops over arrays, written for this network. */
  HAND_LOOP("hand loop"),
  /** The project's own way. */
  LIVEGRAD("Livegrad");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Begins at the same parameters as all the others. */
  Training begin(Workload workload) {
    RunSetup setup = workload.setup();
    TrainingRun run = new TrainingRun(setup, setup.spec().seed());
    return switch (this) {
      case PYTORCH -> new PyTorch(setup, run.parameters());
      case TEXTBOOK -> new Textbook(setup);
      case HAND_LOOP -> new HandLoop(setup, run.parameters());
      case LIVEGRAD -> () -> run.step().loss();
    };
  }
}
