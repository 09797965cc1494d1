package dev.livegrad.run;

import dev.livegrad.training.RunSetup;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Runs by themselves, that nobody keeps. */
final class TestRuns {
  private static final Executor HERE = Runnable::run;

  private TestRuns() {}

  /** A session that has begun to tell of its run. */
  static RunSession session(
      RunSetup setup, LongSupplier nanoTime, LongSupplier numbers, Consumer<RunEvent> events) {
    RunSession session =
        new RunSession(
            "test",
            new Command.Origin(setup, setup.spec().seed()),
            environment(nanoTime, numbers, alone(nanoTime), HERE),
            (told, answers) -> {
              told.forEach(events);
              answers.forEach(Runnable::run);
            });
    session.begin(new RunStore.Created("test", "test", "test"));
    return session;
  }

  static RunHandle open(
      RunSetup setup,
      TimeShare share,
      LongSupplier nanoTime,
      LongSupplier numbers,
      Executor builder,
      List<RunEvent> told) {
    return RunHandle.create(
        new RunStore.Created("test", "test", "test"),
        new Command.Origin(setup, setup.spec().seed()),
        environment(nanoTime, numbers, share, builder),
        (_, event) -> told.add(event));
  }

  /** Has one thread, whose turns a test gives itself. */
  private static TimeShare alone(LongSupplier nanoTime) {
    return new TimeShare(HERE, 1, (_, _) -> () -> {}, nanoTime, nanoTime);
  }

  private static RunEnvironment environment(
      LongSupplier nanoTime, LongSupplier numbers, TimeShare share, Executor builder) {
    return new RunEnvironment(
        RunOptions.DEFAULTS,
        new NoStore(),
        share,
        new TrainingSlots(Integer.MAX_VALUE),
        nanoTime,
        numbers,
        builder,
        HERE);
  }
}
