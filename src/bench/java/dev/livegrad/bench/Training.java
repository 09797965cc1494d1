package dev.livegrad.bench;

/** Full-batch gradient descent under way. */
interface Training extends AutoCloseable {
  /** Forward, backward, update; the loss before the update. */
  double step();

  @Override
  default void close() {}
}
