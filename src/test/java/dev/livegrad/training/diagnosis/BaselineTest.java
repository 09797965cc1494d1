package dev.livegrad.training.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The best loss of an output that is the same for every sample, worked out by hand. */
class BaselineTest {
  @ParameterizedTest
  @CsvSource({
    // The mean is best: 1.5, four times 1.5 or 0.5 away, squared.
    "'[0, 1, 2, 3]', linear, squared_error, sum, 5",
    "'[0, 1, 2, 3]', linear, squared_error, mean, 1.25",
    // tanh and sigmoid reach no more than 1.
    "'[0, 1, 2, 3]', tanh, squared_error, sum, 6",
    "'[0, 1, 2, 3]', sigmoid, squared_error, sum, 6",
    // A ReLU is not below 0.
    "'[-1, -1, -3, 1]', relu, squared_error, sum, 12",
    "'[-1, -1, -3, 1]', linear, squared_error, sum, 8",
    // As many of each sign: whatever lies between -1 and 1 costs 1 a sample.
    "'[1, -1, 1, -1]', linear, hinge, sum, 4",
    // Three against one: an output of 1 costs the one sample 2.
    "'[1, 1, 1, -1]', linear, hinge, sum, 2",
    "'[1, 1, 1, -1]', linear, hinge, mean, 0.5",
    // The margins 1 - b and 1 + 3b cross the axis at 1 and -1/3; 4/3 is the least of their sum.
    "'[1, -3]', linear, hinge, sum, 1.3333333333333333",
    "'[5, 5, 5]', linear, squared_error, sum, 0"
  })
  void isTheLossOfTheBestConstant(
      String targets, String output, String loss, String reduction, double expected) {
    int samples = targets.split(",").length;
    String inputs = "[1" + ", 1".repeat(samples - 1) + "]";
    assertEquals(
        expected,
        Baseline.of(
            Diagnosed.setup(
                """
                data: {inline: {inputs: %s, targets: %s}}
                model: {layers: [1], output: %s}
                loss: {name: %s, reduction: %s}
                optimizer: {learningRate: 1}
                """
                    .formatted(inputs, targets, output, loss, reduction))),
        1e-12);
  }
}
