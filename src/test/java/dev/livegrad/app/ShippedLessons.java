package dev.livegrad.app;

import dev.livegrad.training.RunSetup;
import io.vertx.core.Vertx;
import java.util.List;

/** The lessons that are part of the program. */
public final class ShippedLessons {
  private ShippedLessons() {}

  /** In the order in which the page has them. */
  public static List<RunSetup> read(Vertx vertx) {
    return Settings.read(null).lessons();
  }
}
