package dev.livegrad.server;

import dev.livegrad.training.diagnosis.Diagnosis;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells what a run's diagnosis notices, and lets it look when people wait for a word. Belongs to
 * one thread at a time.
 */
final class Findings {
  private static final long GLANCE_NANOS = 1_000_000_000;

  /** Glances take at most one part of so many of the time. */
  private static final int GLANCE_SHARE = 50;

  private final Diagnosis diagnosis;
  private final long epoch;
  private final Consumer<Update> updates;
  private final LongSupplier nanoTime;

  /** When the diagnosis may look again between its own times. */
  private long nextGlance;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Findings(Diagnosis diagnosis, long epoch, Consumer<Update> updates, LongSupplier nanoTime) {
    this.diagnosis = diagnosis;
    this.epoch = epoch;
    this.updates = updates;
    this.nanoTime = nanoTime;
    this.nextGlance = nanoTime.getAsLong();
  }

  /** While the run goes on: lets the diagnosis look between the looks that it takes by itself. */
  void glance(long now) {
    if (now >= nextGlance) {
      diagnosis.lookNow();
      nextGlance = now + GLANCE_NANOS + GLANCE_SHARE * (nanoTime.getAsLong() - now);
    }
    tell();
  }

  /** Where the run stops for a while. */
  void look() {
    diagnosis.lookNow();
    tell();
  }

  /** Where the run ends. */
  void finish() {
    diagnosis.finish();
    tell();
  }

  private void tell() {
    for (Diagnosis.Change change : diagnosis.takeChanges()) {
      updates.accept(new Update.Found(HealthMessages.of(change, epoch)));
    }
  }
}
