package dev.livegrad.training;

import dev.livegrad.data.CsvFile;
import dev.livegrad.data.DataException;
import dev.livegrad.data.Dataset;
import dev.livegrad.data.Moons;
import dev.livegrad.nn.Mlp;
import dev.livegrad.training.spec.BatchSpec;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** A spec together with its data: all that a run needs. */
public record RunSetup(RunSpec spec, Dataset data) {
  /**
   * Checks that spec and data fit.
   *
   * @throws SpecException if the output layer's width is not the number of target columns, or the
   *     network would have too many parameters
   */
  public RunSetup {
    int outputs = spec.model().layers().getLast();
    if (outputs != data.targetColumns()) {
      throw SpecException.notAllowed(
          "model.layers[%d]".formatted(spec.model().layers().size() - 1),
          outputs,
          "%d, the number of target columns in the data".formatted(data.targetColumns()));
    }
    long parameters = spec.model().parameterCount(data.inputColumns());
    if (parameters > ModelSpec.MAX_PARAMETERS) {
      throw new SpecException(
          "model.layers: makes %d parameters; at most %d are allowed"
              .formatted(parameters, ModelSpec.MAX_PARAMETERS));
    }
    if (spec.batch() instanceof BatchSpec(int size, _) && size > data.samples()) {
      throw SpecException.notAllowed(
          "training.batch.size",
          size,
          "a whole number from 1 to %d, the number of samples".formatted(data.samples()));
    }
  }

  /**
   * Loads or generates the spec's data.
   *
   * @param folder where a CSV file's path starts
   * @throws SpecException if the data can't be had or don't fit the model
   */
  public static RunSetup load(RunSpec spec, Path folder) {
    Dataset data =
        switch (spec.data()) {
          case DataSpec.Inline inline -> inline.dataset();
          case DataSpec.Csv csv -> readCsv(csv, folder);
          case DataSpec.Generator generator ->
              switch (generator.name()) {
                case MOONS ->
                    Moons.generate(generator.samples(), generator.noise(), generator.seed());
              };
        };
    return new RunSetup(spec, data);
  }

  /**
   * The output that parts the samples' two classes: the mean of their targets, and always 0 with
   * hinge. NaN where there are no two classes: with more than one output, or other than exactly two
   * different targets.
   */
  public double boundary() {
    if (data.targetColumns() > 1) {
      return Double.NaN;
    }
    // Without + 0.0, targets of 0 and -0 would be two.
    double[] targets =
        Arrays.stream(data.columns()[data.inputColumns()])
            .map(target -> target + 0.0)
            .distinct()
            .limit(3)
            .toArray();
    if (targets.length != 2) {
      return Double.NaN;
    }
    return switch (spec.loss().loss()) {
      case SQUARED_ERROR -> targets[0] / 2 + targets[1] / 2;
      case HINGE -> 0;
    };
  }

  /**
   * The network with its initial parameters.
   *
   * @param uniform draws from U(low, high)
   */
  Mlp network(DoubleBinaryOperator uniform) {
    ModelSpec model = spec.model();
    return Mlp.create(
        data.inputColumns(),
        model.layers(),
        model.hidden(),
        model.output(),
        model.weights(),
        model.biases(),
        uniform);
  }

  private static Dataset readCsv(DataSpec.Csv csv, Path folder) {
    try {
      return CsvFile.read(folder.resolve(csv.file()), csv.inputs(), csv.targets());
    } catch (DataException e) {
      throw new SpecException("data.csv: " + e.getMessage());
    } catch (InvalidPathException e) {
      throw SpecException.notAllowed("data.csv.file", csv.file(), "a file's path");
    }
  }
}
