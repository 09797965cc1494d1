package dev.livegrad.training.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.engine.Value;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Mlp;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.Specs;
import dev.livegrad.training.TrainingRun;
import dev.livegrad.training.spec.ModelSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What pictures show is what the textbook engine says. */
final class SurfaceTest {

  @Test
  void everyPointOfAPlaneIsTheNetworksOutputThere() {
    TrainingRun run = trained(moons());
    Surface surface = Surface.of(run.network(), 0, 1, 0, null);
    Lattice plane = surface.lattice();
    assertEquals(48, plane.columns());
    assertEquals(48, plane.rows());
    double[] values = surface.values(run.parameters())[0];
    for (int row = 0; row < plane.rows(); row += 5) {
      for (int column = 0; column < plane.columns(); column += 5) {
        double[] point = {at(plane, 0, column), at(plane, 1, row)};
        assertEquals(last(textbook(run, point)), values[row * plane.columns() + column], 1e-12);
      }
    }
  }

  @Test
  void thePlaneIsAnEighthWiderThanTheSamplesOnEachSide() {
    Lattice plane = Lattice.over(Specs.fourPoints(), 0, 2, 100);
    assertArrayEquals(new double[] {0.5 - 2.5 / 8, -1 - 2.0 / 8}, plane.from());
    assertArrayEquals(new double[] {3 + 2.5 / 8, 1 + 2.0 / 8}, plane.to());
  }

  @Test
  void theOtherInputsStandAtTheMeansOrAtASample() {
    TrainingRun run = trained(Specs.fourPoints());
    double mean = (3.0 - 1 + 1 + 1) / 4;
    for (Integer sample : Arrays.asList(null, 1)) {
      Surface surface = Surface.of(run.network(), 0, 2, 0, sample);
      Lattice plane = surface.lattice();
      double[] corner = {plane.to()[0], sample == null ? mean : -1, plane.to()[1]};
      assertEquals(
          last(textbook(run, corner)),
          surface.values(run.parameters())[0][plane.points() - 1],
          1e-12);
    }
  }

  @Test
  void twiceTheSameInputIsACurve() {
    TrainingRun run = trained(Specs.fourPoints());
    Surface surface = Surface.of(run.network(), 1, 1, 0, 0);
    Lattice plane = surface.lattice();
    assertEquals(1, plane.rows());
    double[] values = surface.values(run.parameters())[0];
    for (int i = 0; i < plane.columns(); i += 100) {
      double[] point = {2, at(plane, 0, i), -1};
      assertEquals(last(textbook(run, point)), values[i], 1e-12);
    }
  }

  @Test
  void whatTheDataHasNotHasNoSurface() {
    TrainingRun run = new TrainingRun(Specs.fourPoints(), 42);
    assertNull(Surface.of(run.network(), 0, 3, 0, null));
    assertNull(Surface.of(run.network(), 0, 1, 1, null));
    assertNull(Surface.of(run.network(), 0, 1, 0, 4));
  }

  @Test
  void aPlaneIsOverTheDatasOwnInputsWhateverTheNetworkSeesOfThem() {
    RunSetup setup =
        Specs.ofYaml(
            """
            name: circle
            data:
              inline:
                inputs: [[10, 4, 1], [20, 2, 3], [40, 1, 5], [30, 3, 2], [12, 2, 2]]
                targets: [a, b, c, a, b]
              features: [x1**2, log(x2), x3]
              standardize: true
              split: {test: 0.2}
            model: {layers: [4, 3], output: softmax}
            loss: {name: cross_entropy}
            optimizer: {learningRate: 0.1}
            """);
    TrainingRun run = trained(setup);
    int sample = 2;
    Surface all = Surface.ofAll(run.network(), 0, 1, sample);
    Lattice plane = all.lattice();
    double[][] values = all.values(run.parameters());
    assertEquals(3, values.length);
    for (int point = 0; point < plane.points(); point += 97) {
      double[] at = {
        at(plane, 0, point % plane.columns()),
        at(plane, 1, point / plane.columns()),
        setup.rawInput(sample, 2)
      };
      double[] expected = textbook(run, setup.seen(at));
      for (int output = 0; output < 3; output++) {
        if (at[1] > 0) {
          assertEquals(expected[4 + output], values[output][point], 1e-12);
        } else {
          assertTrue(Double.isNaN(values[output][point]), "there is no logarithm");
        }
      }
      assertEquals(
          values[1][point],
          Surface.of(run.network(), 0, 1, 1, sample).values(run.parameters())[0][point]);
    }
  }

  @Test
  void neuronsOfAPlaneAreTheNetworksOwn() {
    TrainingRun run = trained(moons());
    Neurons neurons = Neurons.of(run.network());
    Lattice plane = neurons.lattice();
    double[][] values = neurons.values(run.parameters());
    assertEquals(33, values.length);
    double[] point = {at(plane, 0, 2), at(plane, 1, 3)};
    double[] expected = textbook(run, point);
    for (int neuron = 0; neuron < expected.length; neuron++) {
      assertEquals(expected[neuron], values[neuron][3 * plane.columns() + 2], 1e-12);
    }
  }

  @Test
  void neuronsOfMoreInputsAreToldSampleBySample() {
    TrainingRun run = trained(Specs.fourPoints());
    Neurons neurons = Neurons.of(run.network());
    assertNull(neurons.lattice());
    double[][] values = neurons.values(run.parameters());
    for (int sample = 0; sample < 4; sample++) {
      double[] expected = textbook(run, run.data().inputs()[sample]);
      for (int neuron = 0; neuron < 9; neuron++) {
        assertEquals(expected[neuron], values[neuron][sample], 1e-12);
      }
    }
  }

  @Test
  void ofVeryManyNeuronsTheFirstAreTold() {
    TrainingRun run = new TrainingRun(moons(600, 4, 1), 1);
    double[][] values = Neurons.of(run.network()).values(run.parameters());
    assertEquals(Neurons.MAX_NEURONS, values.length);
    assertEquals(36, values[0].length);
    assertNull(Neurons.of(new TrainingRun(moons(200, 200, 1), 1).network()));
  }

  @Test
  void whoeverLooksDoesNotDisturbTheRun() {
    TrainingRun watched = new TrainingRun(moons(), 1);
    TrainingRun unwatched = new TrainingRun(moons(), 1);
    Surface surface = Surface.of(watched.network(), 0, 1, 0, null);
    Neurons neurons = Neurons.of(watched.network());
    for (int i = 0; i < 50; i++) {
      surface.values(watched.parameters());
      neurons.values(watched.parameters());
      assertEquals(unwatched.step(), watched.step());
    }
    assertArrayEquals(unwatched.parameters(), watched.parameters());
  }

  private static RunSetup moons(Integer... layers) {
    return Specs.of(
        Map.of(
            "name", "moons",
            "data", Map.of("generator", Map.of("name", "moons", "samples", 40, "noise", 0.1)),
            "model",
                Map.of(
                    "layers",
                    layers.length == 0 ? List.of(16, 16, 1) : List.of(layers),
                    "hidden",
                    "relu"),
            "loss", Map.of("reduction", "mean"),
            "optimizer", Map.of("learningRate", 0.1)));
  }

  private static TrainingRun trained(RunSetup setup) {
    TrainingRun run = new TrainingRun(setup, 42);
    for (int i = 0; i < 20; i++) {
      run.step();
    }
    return run;
  }

  private static double at(Lattice plane, int axis, int place) {
    int places = axis == 0 ? plane.columns() : plane.rows();
    return plane.from()[axis] + (plane.to()[axis] - plane.from()[axis]) * place / (places - 1);
  }

  /** What every neuron puts out at a point, by a network of {@link Value}s. */
  private static double[] textbook(TrainingRun run, double[] point) {
    ModelSpec model = run.spec().model();
    Mlp mlp =
        Mlp.create(
            point.length,
            model.layers(),
            model.activations(),
            model.weights(),
            model.biases(),
            new Initialiser.Source((_, _) -> 0, (_, _) -> 0));
    double[] parameters = run.parameters();
    for (int i = 0; i < parameters.length; i++) {
      mlp.parameters().get(i).setData(parameters[i]);
    }
    return mlp.applyEach(Arrays.stream(point).mapToObj(Value::of).toList()).stream()
        .flatMap(layer -> layer.outputs().stream())
        .mapToDouble(Value::data)
        .toArray();
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }
}
