package dev.livegrad.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.livegrad.training.spec.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Losses for classes, with each activation and initialiser, against PyTorch 1.13 in double
 * precision on first values that CPython's {@code random} drew.
 */
class ClassificationTest {
  private static final String DATA =
      """
      inputs: [[0.5, -1.2], [1.5, 0.3], [-0.7, 0.9], [-1.1, -0.4], [0.2, 1.7], [2.0, -0.6]]
      """
          .strip();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[tanh, tanh] | uniform | cross_entropy, reduction: mean | 0.1 |"
            + " 1.0932481493957729 | 0.5 | 0.026566328845383718",
        "[gelu, leaky_relu] | he_normal | cross_entropy, reduction: sum, l2: 0.001 | 0.02 |"
            + " 6.375749899516935 | 0.3333333333333333 | 0.764993154058096",
        "[sigmoid, tanh] | xavier_uniform | binary_cross_entropy, reduction: mean, l1: 0.001 | 0.1 |"
            + " 0.9356997669493413 | 0.3333333333333333 | 0.07391812246671005",
        "[leaky_relu, gelu] | xavier_normal | binary_cross_entropy, reduction: mean | 0.1 |"
            + " 0.7350111162618002 | 0.3333333333333333 | 0.006790393460347477",
        "[relu, tanh] | he_uniform | cross_entropy, reduction: mean, l1: 0.0001, l2: 0.0001 | 0.1 |"
            + " 1.0961315022000415 | 0.6666666666666666 | 0.026941846397182778",
      })
  void trainsAsPytorchDoes(
      String hidden,
      String init,
      String loss,
      double rate,
      double first,
      double firstAccuracy,
      double last) {
    boolean binary = loss.startsWith("binary");
    TrainingRun run =
        new TrainingRun(
            Specs.ofYaml(
                """
                name: classes
                data: {inline: {%s, targets: %s}}
                model:
                  layers: [5, 4, %d]
                  hidden: %s
                  output: %s
                  init: {weights: %s, biases: zero}
                loss: {name: %s}
                optimizer: {learningRate: %s}
                """
                    .formatted(
                        DATA,
                        binary ? "[no, yes, no, no, no, yes]" : "[a, b, c, c, a, b]",
                        binary ? 1 : 3,
                        hidden,
                        binary ? "sigmoid" : "softmax",
                        init,
                        loss,
                        rate)),
            3);
    StepResult result = run.step();
    assertEquals(first, result.loss(), 1e-12 * first);
    assertEquals(firstAccuracy, result.accuracy());
    while (run.stepsDone() < 300) {
      result = run.step();
    }
    assertEquals(last, result.loss(), 1e-9 * last);
    assertEquals(1, result.accuracy());
  }

  /** At logits of 1000 and -1000 the loss is 0 for the right class, and 2000 for the wrong one. */
  @Test
  void crossEntropiesAreFiniteAndRightFarOut() {
    assertEquals(2000, firstLoss("softmax", "cross_entropy", 2, "[1, 0]"));
    assertEquals(0, firstLoss("softmax", "cross_entropy", 2, "[0, 1]"));
    assertEquals(1000, firstLoss("sigmoid", "binary_cross_entropy", 1, "[1]"));
    assertEquals(0, firstLoss("sigmoid", "binary_cross_entropy", 1, "[0]"));
  }

  /** A network of zeros but for biases, which no spec can set: they are steered to their logits. */
  private static double firstLoss(String output, String loss, int outputs, String target) {
    TrainingRun run =
        new TrainingRun(
            Specs.ofYaml(
                """
                name: far
                data: {inline: {inputs: [[1.0]], targets: [%s]}}
                model: {layers: [%d], output: %s, init: {weights: zero, biases: zero}}
                loss: {name: %s}
                optimizer: {learningRate: 0.1}
                """
                    .formatted(target, outputs, output, loss)),
            0);
    run.setParameter("layer1.neuron1.b", -1000);
    if (outputs == 2) {
      run.setParameter("layer1.neuron2.b", 1000);
    }
    return run.step().loss();
  }

  @Test
  void numbersInOneColumnAreClassesWithCrossEntropy() {
    RunSetup setup = spec("softmax", "cross_entropy", "[7, 3, 5, 3, 7, 5]");
    assertEquals(1, setup.data().target(0, 2));
    assertEquals(1, setup.data().target(1, 0));
    assertEquals(1, setup.data().target(2, 1));
  }

  @Test
  void whatALossHasNoMeaningForIsRefused() {
    refuses(
        "model.output: tanh is not allowed; softmax, with the loss cross_entropy, is"
            .replace("tanh", "\"tanh\""),
        "tanh",
        "cross_entropy",
        "[a, b, c, a, b, c]");
    refuses(
        "model.layers[1]: 3 is not allowed; 1, which tells the data's 2 classes apart, is",
        "sigmoid",
        "binary_cross_entropy",
        "[a, b, a, a, b, a]");
    refuses(
        "loss.name: cross_entropy has no meaning for the targets [0.5, 0.6, 0.0] of sample 0;"
            + " allowed are targets from 0 on that sum to 1, or one column of classes",
        "softmax",
        "cross_entropy",
        "[[0.5, 0.6, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]]");
    refuses(
        "loss.name: binary_cross_entropy has no meaning for the target -1.0 of sample 1; allowed"
            + " are targets from 0 to 1",
        "sigmoid",
        "binary_cross_entropy",
        "[[1, 1, 1], [-1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]]");
  }

  private static void refuses(String expected, String output, String loss, String targets) {
    assertEquals(
        expected,
        assertThrows(SpecException.class, () -> spec(output, loss, targets)).getMessage());
  }

  private static RunSetup spec(String output, String loss, String targets) {
    return Specs.ofYaml(
        """
        name: three
        data: {inline: {%s, targets: %s}}
        model: {layers: [2, 3], output: %s}
        loss: {name: %s}
        optimizer: {learningRate: 0.1}
        """
            .formatted(DATA, targets, output, loss));
  }
}
