package dev.livegrad.training.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.spec.OptimizerSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimizerTest {

  /** Where 300 steps lead on {@link #gradients}, as PyTorch 1.13 gave it in double precision. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: sgd, learningRate: 0.001 | 0.25284636381174425 | -1.8015454011301404 | 0.26955549163804576",
        "name: sgd, momentum: 0.9, learningRate: 0.001 | 0.059693490787337815 | -0.6745305386449317 | 0.0002268588571597091",
        "name: sgd, momentum: 0.9, nesterov: true, learningRate: 0.001 | 0.05987381769852335 | -0.6765809012620624 | 0.0002851618822386029",
        "name: sgd, momentum: 0.5, weightDecay: 0.1, learningRate: 0.001 | 0.14494697045118837 | -1.5298199966702075 | 0.13824118309376454",
        "name: adam, learningRate: 0.001 | 0.7279469915676072 | -1.7352334721451717 | 0.2453750555506962",
        "name: adam, beta1: 0.8, beta2: 0.99, epsilon: 1.0e-6, weightDecay: 0.1, learningRate: 0.002 | 0.49301225522537834 | -1.4803467211664363 | 0.07215637749626633",
        "name: adamw, learningRate: 0.001 | 0.7256659734890141 | -1.7301393331742447 | 0.2444950131747844",
        "name: adamw, weightDecay: 0.3, learningRate: 0.001 | 0.6624306943332446 | -1.5886762892704318 | 0.22027543193261187",
        "name: rmsprop, learningRate: 0.001 | 0.6177132377290037 | -1.6229016486880703 | 0.1494044861547426",
        "name: rmsprop, decay: 0.9, momentum: 0.5, weightDecay: 0.05, learningRate: 0.001 | 0.40506517250172636 | -1.3992320786753292 | -1.8244490740247378e-06",
        "name: adagrad, learningRate: 0.01 | 0.6976424957970034 | -1.7041633552993631 | 0.2178254682510465",
        "name: adagrad, weightDecay: 0.2, learningRate: 0.01 | 0.6974375682573376 | -1.6957663047866334 | 0.21765964645408337",
      })
  void leadsWherePytorchsDoes(String spec, double x, double y, double z) {
    OptimizerSpec optimizer = spec(spec);
    double[] parameters = {1, -2, 0.5};
    descend(Optimizer.of(optimizer, 3), optimizer, parameters, 0, 300);
    assertArrayEquals(new double[] {x, y, z}, parameters, 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: sgd, momentum: 0.9, learningRate: 0.01",
        "name: adam, learningRate: 0.01",
        "name: adamw, learningRate: 0.01",
        "name: rmsprop, momentum: 0.9, learningRate: 0.01",
        "name: adagrad, learningRate: 0.01",
      })
  void goesOnWithWhatAnotherRemembersAsIfNothingHadHappened(String spec) {
    OptimizerSpec optimizer = spec(spec);
    double[] whole = {1, -2, 0.5};
    descend(Optimizer.of(optimizer, 3), optimizer, whole, 0, 50);
    double[] parted = {1, -2, 0.5};
    Optimizer first = Optimizer.of(optimizer, 3);
    descend(first, optimizer, parted, 0, 20);
    Optimizer second = Optimizer.of(optimizer, 3);
    second.restore(first.memory().stream().map(Memory::values).toList());
    descend(second, optimizer, parted, 20, 50);
    assertArrayEquals(whole, parted);
  }

  /** As of a neuron that is dead: numbers below 2e-308 would make every later step slow. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: sgd, momentum: 0.5, learningRate: 0.01",
        "name: adam, beta1: 0.5, beta2: 0.5, learningRate: 0.01",
        "name: rmsprop, decay: 0.5, momentum: 0.5, learningRate: 0.01",
      })
  void whatWasLongAgoIsForgottenWhole(String spec) {
    Optimizer optimizer = Optimizer.of(spec(spec), 3);
    double[] parameters = {1, -2, 0.5};
    for (int step = 0; step < 1_100; step++) {
      double[] gradients = step == 0 ? new double[] {1, -1, 1e-9} : new double[3];
      optimizer.update(parameters, gradients, 0.01, step, parameters, 0, 3);
      optimizer.commit();
    }
    for (Memory memory : optimizer.memory()) {
      assertArrayEquals(new double[3], memory.values(), memory.name());
    }
  }

  /** As in PyTorch: with 0 in the denominator something has to be left of it. */
  @Test
  void withoutAnEpsilonNothingIsForgotten() {
    Optimizer optimizer =
        Optimizer.of(spec("name: adam, beta1: 0.9, beta2: 0.9, epsilon: 0, learningRate: 0.01"), 1);
    double[] parameter = {1};
    for (int step = 0; step < 10_000; step++) {
      optimizer.update(parameter, new double[] {step == 0 ? 1 : 0}, 0.01, step, parameter, 0, 1);
      optimizer.commit();
    }
    assertTrue(Double.isFinite(parameter[0]), () -> "it is " + parameter[0]);
  }

  @Test
  void anUpdateThatIsNotMadeIsNotRemembered() {
    OptimizerSpec spec = spec("name: adam, learningRate: 0.1");
    Optimizer optimizer = Optimizer.of(spec, 3);
    double[] parameters = {1, -2, 0.5};
    descend(optimizer, spec, parameters, 0, 3);
    List<double[]> before = optimizer.memory().stream().map(Memory::values).toList();
    optimizer.update(parameters, new double[] {1e300, 1, 1}, 0.1, 3, new double[3], 0, 3);
    assertArrayEquals(before.toArray(), optimizer.memory().stream().map(Memory::values).toArray());
  }

  @Test
  void anothersMemoryIsRefused() {
    Optimizer adam = Optimizer.of(spec("name: adam, learningRate: 0.1"), 3);
    assertThrows(IllegalArgumentException.class, () -> adam.restore(List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> adam.restore(List.of(new double[3], new double[2])));
  }

  @Test
  void whatIsWrongInASpecIsNamed() {
    assertEquals(
        "optimizer.nesterov: true is not allowed; false, or true with a momentum above 0 is",
        assertThrows(
                SpecException.class, () -> spec("name: sgd, nesterov: true, learningRate: 0.1"))
            .getMessage());
    assertEquals(
        "optimizer.momentum: unknown field; allowed are beta1, beta2, epsilon, learningRate, name,"
            + " weightDecay",
        assertThrows(
                SpecException.class, () -> spec("name: adam, momentum: 0.9, learningRate: 0.1"))
            .getMessage());
  }

  @Test
  void aSpecComesBackFromItsTree() {
    for (String text :
        List.of(
            "name: sgd, momentum: 0.9, nesterov: true, weightDecay: 0.1, learningRate: 0.1",
            "name: adam, weightDecay: 0.1, learningRate: {schedule: cosine, from: 1.0, to: 0.1, steps: 9}",
            "name: adamw, learningRate: {schedule: step, from: 1.0, factor: 0.5, every: 3}",
            "name: rmsprop, learningRate: {schedule: exponential, from: 1.0, factor: 0.9}",
            "name: adagrad, epsilon: 0.1, learningRate: 0.1")) {
      RunSetup setup = setup(text);
      RunSpec again = RunSpec.parse(setup.spec().toTree());
      assertEquals(setup.spec().optimizer(), again.optimizer());
    }
  }

  private static OptimizerSpec spec(String fields) {
    return setup(fields).spec().optimizer();
  }

  private static RunSetup setup(String fields) {
    return Specs.ofYaml(
        """
        name: one
        data: {inline: {inputs: [1.0], targets: [1.0]}}
        model: {layers: [1]}
        optimizer: {%s}
        """
            .formatted(fields));
  }

  private static void descend(
      Optimizer optimizer, OptimizerSpec spec, double[] parameters, long from, long to) {
    double[] updated = new double[3];
    for (long step = from; step < to; step++) {
      double rate = spec.learningRate().at(step);
      optimizer.update(parameters, gradients(parameters), rate, step, updated, 0, 3);
      optimizer.commit();
      System.arraycopy(updated, 0, parameters, 0, 3);
    }
  }

  /** Of 3 x**2 + 0.2 y**2 + z**2 + sin(x y) / 2 + z**4 / 10. */
  private static double[] gradients(double[] p) {
    double cosine = Math.cos(p[0] * p[1]);
    return new double[] {
      6 * p[0] + 0.5 * cosine * p[1],
      0.4 * p[1] + 0.5 * cosine * p[0],
      2 * p[2] + 0.4 * Math.pow(p[2], 3),
    };
  }
}
