package dev.livegrad.engine.tape;

import org.junit.jupiter.api.Tag;

/** {@link ElementaryTest} with ten times as many other arguments. */
@Tag("thorough")
final class ThoroughElementaryTest extends ElementaryTest {
  @Override
  long seed() {
    return 20_270_101;
  }

  @Override
  int share() {
    return 1;
  }
}
