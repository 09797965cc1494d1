package dev.livegrad.engine.tape;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;

/** {@link OracleTest} on the other graphs. */
@Tag("thorough")
final class ThoroughOracleTest extends OracleTest {
  static LongStream seeds() {
    return LongStream.range(40, 400);
  }
}
