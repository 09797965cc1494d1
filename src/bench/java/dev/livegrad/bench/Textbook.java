package dev.livegrad.bench;

import dev.livegrad.data.Dataset;
import dev.livegrad.data.PythonRandom;
import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.nn.Mlp;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.spec.ModelSpec;
import java.util.List;
import java.util.stream.Stream;

/** One sample's loss as a graph of scalars, recorded once and run for every sample. */
final class Textbook implements Training {
  private final Dataset data;
  private final double learningRate;
  private final List<Value> parameters;
  private final List<Value> inputs;
  private final List<Value> targets;
  private final Graph loss;

  Textbook(RunSetup setup) {
    ModelSpec model = setup.spec().model();
    PythonRandom random = new PythonRandom(setup.spec().seed());
    data = setup.data();
    learningRate = setup.spec().optimizer().learningRate().at(0);
    Mlp mlp =
        Mlp.create(
            data.inputColumns(),
            model.layers(),
            model.activations(),
            model.weights(),
            model.biases(),
            new Initialiser.Source(random::uniform, random::gauss));
    parameters = mlp.parameters();
    inputs = leaves(data.inputColumns());
    targets = leaves(data.targetColumns());
    loss = Graph.of(Loss.SQUARED_ERROR.of(List.of(), mlp.apply(inputs), targets));
  }

  private static List<Value> leaves(int count) {
    return Stream.generate(() -> Value.of(0)).limit(count).toList();
  }

  @Override
  public double step() {
    parameters.forEach(Value::zeroGrad);
    double sum = 0;
    for (int sample = 0; sample < data.samples(); sample++) {
      for (int i = 0; i < inputs.size(); i++) {
        inputs.get(i).setData(data.input(sample, i));
      }
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).setData(data.target(sample, i));
      }
      loss.forward();
      loss.backward(1.0 / data.samples());
      sum += loss.output().data();
    }
    for (Value parameter : parameters) {
      parameter.setData(parameter.data() - learningRate * parameter.grad());
    }
    return sum / data.samples();
  }
}
