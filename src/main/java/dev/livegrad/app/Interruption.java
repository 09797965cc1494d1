package dev.livegrad.app;

import java.util.concurrent.CountDownLatch;

/**
 * Notices that the process is told to end (SIGINT, SIGTERM) while something is done that has to be
 * brought to a good end first: the process goes when this is closed, with the signal's exit code.
 */
final class Interruption implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitForTheEnd, "livegrad-ending");
  private volatile boolean came;

  Interruption() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      came = true; // The process ends already.
    }
  }

  /** Whether it is time to come to an end. */
  boolean came() {
    return came;
  }

  @Override
  public void close() {
    done.countDown();
    if (!came) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // It came just now.
      }
    }
  }

  private void waitForTheEnd() {
    came = true;
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody interrupts this thread.
    }
  }
}
