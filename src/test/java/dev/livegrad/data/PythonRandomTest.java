package dev.livegrad.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what CPython 3.11 prints. */
class PythonRandomTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.8444218515250481, 0.515908805880605, 0.818387610188399",
    "1, 0.13436424411240122, 0.6948674738744653, 0.13020153534647938",
    "42, 0.6394267984578837, -0.9499784895546661, 0.6856802654812854",
    "-42, 0.6394267984578837, -0.9499784895546661, 0.6856802654812854",
    "1337, 0.6177528569514706, 0.06653114721000164, 0.36056276427161404",
    "4294967296, 0.11299430095636409, -0.16434227027414328, 0.755223213052761",
    "9007199254740991, 0.09425040007102303, -0.5542508847626519, 0.5592570226212972",
    "-1099511627783, 0.6137037779936511, 0.6298325946618974, 0.18671951960924615",
  })
  void drawsWhatPythonDraws(long seed, double random, double uniform, double thousandLater) {
    PythonRandom python = new PythonRandom(seed);
    assertEquals(random, python.random());
    assertEquals(uniform, python.uniform(-1, 1));
    for (int i = 0; i < 999; i++) {
      python.random();
    }
    assertEquals(thousandLater, python.random());
  }

  @Test
  void normalNumbersAreDrawnInPairsAsPythonDoes() {
    PythonRandom python = new PythonRandom(42);
    double[] expected = {
      -0.14409032957792836,
      -0.1729036003315193,
      -0.11131586156766246,
      0.7019837250988631,
      -0.12758828378288709,
    };
    for (double normal : expected) {
      assertEquals(normal, python.gauss(0, 1), 1e-15);
    }
  }
}
