package dev.livegrad.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MoonsTest {

  @Test
  void withoutNoiseEverySampleLiesOnItsHalfCircle() {
    Dataset moons = Moons.generate(101, 0, 1);
    for (int i = 0; i < moons.samples(); i++) {
      boolean upper = moons.target(i, 0) < 0;
      double x = upper ? moons.input(i, 0) : 1 - moons.input(i, 0);
      double y = upper ? moons.input(i, 1) : 0.5 - moons.input(i, 1);
      assertEquals(1, x * x + y * y, 1e-12);
      assertTrue(y >= -1e-12);
    }
  }

  @Test
  void theClassesDifferByAtMostOneSample() {
    for (int samples = 2; samples < 20; samples++) {
      Dataset moons = Moons.generate(samples, 0.3, 7);
      double sum = 0;
      for (int i = 0; i < samples; i++) {
        sum += moons.target(i, 0);
      }
      assertTrue(Math.abs(sum) <= 1);
    }
  }

  @Test
  void theSeedDecidesTheNoise() {
    assertArrayEquals(Moons.generate(10, 0.1, 3).inputs(), Moons.generate(10, 0.1, 3).inputs());
    double other = Moons.generate(10, 0.1, 4).input(0, 0);
    assertTrue(Moons.generate(10, 0.1, 3).input(0, 0) != other);
  }
}
