package dev.livegrad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.livegrad.data.PythonRandom;
import dev.livegrad.engine.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seed 42 drawn through a neuron, a layer and a network, as a published tutorial prints them. */
class PublishedForwardPassTest {
  private static final Initialiser U = Initialiser.UNIFORM;
  private static final List<Value> X = List.of(Value.of(2), Value.of(3));

  @Test
  void neuronLayerAndNetworkFromOneGeneratorGiveThePublishedOutputs() {
    PythonRandom random = new PythonRandom(42);

    Initialiser.Source source = new Initialiser.Source(random::uniform, random::gauss);

    Layer neuron = Layer.create("n", 2, 1, Activation.TANH, U, U, source);
    assertEquals(-0.9917, neuron.apply(X).outputs().getFirst().data(), 5e-5);

    Layer layer = Layer.create("l", 2, 3, Activation.TANH, U, U, source);
    List<Value> outputs = layer.apply(X).outputs();
    assertEquals(0.5817270619168307, outputs.get(0).data());
    assertEquals(-0.7878755440086811, outputs.get(1).data());
    assertEquals(-0.9983781851034335, outputs.get(2).data());

    Mlp mlp =
        Mlp.create(2, List.of(4, 4, 1), Collections.nCopies(3, Activation.TANH), U, U, source);
    assertEquals(-0.5063, mlp.apply(X).getFirst().data(), 5e-5);
  }
}
