package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.Graph;
import dev.livegrad.engine.Value;
import dev.livegrad.nn.Mlp;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run's loss as graphs: one sample's, recorded once and run for each of them, and the penalty on
 * the parameters.
 */
final class Objective {
  private final Dataset data;
  private final LossSpec spec;
  private final List<Value> inputs;
  private final List<Value> targets;
  private final List<Value> outputs;
  private final Graph sampleLoss;
  private final Graph penalty;

  Objective(Mlp mlp, Dataset data, LossSpec spec) {
    this.data = data;
    this.spec = spec;
    this.inputs = leaves(data.inputColumns());
    this.targets = leaves(data.targetColumns());
    this.outputs = mlp.apply(inputs);
    this.sampleLoss = Graph.of(spec.loss().of(outputs, targets));
    this.penalty = Graph.of(penalty(mlp, spec.l2()));
  }

  private static List<Value> leaves(int count) {
    return Stream.generate(() -> Value.of(0)).limit(count).toList();
  }

  private static Value penalty(Mlp mlp, double l2) {
    Value sum = Value.of(0);
    if (l2 > 0) {
      for (Value parameter : mlp.parameters()) {
        sum = sum.plus(parameter.power(2));
      }
    }
    return sum.times(l2);
  }

  /** Runs every sample forwards and backwards; gradients are added to the parameters'. */
  Measurement measure() {
    double seed =
        switch (spec.reduction()) {
          case SUM -> 1;
          case MEAN -> 1.0 / data.samples();
        };
    double sum = 0;
    int agreeing = 0;
    for (int sample = 0; sample < data.samples(); sample++) {
      show(sample);
      sampleLoss.forward();
      sampleLoss.backward(seed);
      sum += sampleLoss.output().data();
      if (data.target(sample, 0) > 0 == outputs.getFirst().data() > 0) {
        agreeing++;
      }
    }
    penalty.forward();
    penalty.backward(1);
    double loss =
        switch (spec.reduction()) {
          case SUM -> sum;
          case MEAN -> sum / data.samples();
        };
    double accuracy = outputs.size() == 1 ? (double) agreeing / data.samples() : Double.NaN;
    return new Measurement(loss + penalty.output().data(), accuracy);
  }

  /** The outputs for the first {@code samples} samples: samples by outputs. */
  double[][] predictions(int samples) {
    double[][] predictions = new double[Math.min(samples, data.samples())][];
    for (int sample = 0; sample < predictions.length; sample++) {
      show(sample);
      sampleLoss.forward();
      predictions[sample] = outputs.stream().mapToDouble(Value::data).toArray();
    }
    return predictions;
  }

  private void show(int sample) {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).setData(data.input(sample, i));
    }
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).setData(data.target(sample, i));
    }
  }

  /** What one pass over all samples found. */
  record Measurement(double loss, double accuracy) {}
}
