package dev.livegrad.app;

import io.vertx.core.Vertx;

/**
 * Without memory nothing that was promised can be kept, so the process ends, and whoever looks
 * after it can start it again. The JVM does that by itself where it is told to, see {@link
 * Relaunch}; this is for those that were not, and for memory outside the heap.
 */
final class OutOfMemory {
  private static final System.Logger LOG = System.getLogger(OutOfMemory.class.getName());

  /** As the JVM's own {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int EXIT_CODE = 3;

  private OutOfMemory() {}

  /** Ends the process at the first such failure that nobody has caught. */
  static void endsThisProcess() {
    Thread.setDefaultUncaughtExceptionHandler((_, failure) -> uncaught(failure));
  }

  /** Likewise for what is thrown on Vert.x's threads. */
  static void endsThisProcess(Vertx vertx) {
    vertx.exceptionHandler(OutOfMemory::uncaught);
  }

  private static void uncaught(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      // To end in order would take memory.
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    LOG.log(System.Logger.Level.ERROR, "the program failed", failure);
  }
}
