package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.Lesson;

/** Takes a run's figures at any of its moments. Belongs to one thread at a time. */
public final class Checkup {
  private final Shape shape;
  private final Probe probe;
  private final double rateFactor;

  Checkup(Shape shape, Probe probe, double rateFactor) {
    this.shape = shape;
    this.probe = probe;
    this.rateFactor = rateFactor;
  }

  /** A checkup of runs of {@code lesson}; compiles a tape for it. */
  public static Checkup of(Lesson lesson) {
    Shape shape = new Shape(lesson);
    return new Checkup(shape, Subject.probe(lesson, shape), Subject.rateFactor(lesson));
  }

  public Health at(Checkpoint moment) {
    Reading reading = probe.read(moment.step(), moment.parameters());
    return Health.of(shape, reading, probe, moment.learningRate() * rateFactor);
  }
}
