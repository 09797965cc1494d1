package dev.livegrad.training;

import dev.livegrad.data.CsvColumns;
import dev.livegrad.data.CsvFile;
import dev.livegrad.data.DataException;
import dev.livegrad.data.Dataset;
import dev.livegrad.data.Samples;
import dev.livegrad.data.preprocessing.PreparedData;
import dev.livegrad.nn.Initialiser;
import dev.livegrad.nn.Loss;
import dev.livegrad.nn.Mlp;
import dev.livegrad.training.spec.BatchSpec;
import dev.livegrad.training.spec.DataSpec;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.ModelSpec;
import dev.livegrad.training.spec.RunSpec;
import dev.livegrad.training.spec.SpecException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A spec together with its data: all that a run needs. Immutable. */
public final class RunSetup {
  private final RunSpec spec;
  private final Samples samples;
  private final PreparedData data;

  /** Null where none were. */
  private final @Nullable Samples added;

  /** The same without samples that were added. */
  private final RunSetup source;

  /** NaN for none. */
  private final double boundary;

  /**
   * Prepares the samples and checks that they fit the spec.
   *
   * @param samples as the spec's source gives them
   * @throws SpecException if the output layer's width is not the number of target columns, the
   *     network would have too many parameters, or the samples can't be prepared as the spec says
   */
  public RunSetup(RunSpec spec, Samples samples) {
    this(spec, samples, prepared(spec, samples));
  }

  private RunSetup(RunSpec spec, Samples samples, PreparedData data) {
    this.spec = spec;
    this.samples = samples;
    this.data = data;
    this.added = null;
    this.source = this;
    this.boundary = boundary(data.train(), spec.loss().loss());
    requireFit();
  }

  private RunSetup(RunSetup source, Samples added, PreparedData data) {
    this.spec = source.spec;
    this.samples = source.samples.and(added);
    this.data = data;
    this.added = added;
    this.source = source;
    this.boundary = source.boundary;
  }

  private static PreparedData prepared(RunSpec spec, Samples samples) {
    DataSpec how = spec.data();
    double[][] targets = TargetColumns.of(samples.targets(), spec.loss().loss());
    try {
      return PreparedData.of(samples, targets, how.features(), how.standardize(), how.split());
    } catch (DataException e) {
      throw new SpecException("data." + e.getMessage());
    }
  }

  private void requireFit() {
    int outputs = spec.model().layers().getLast();
    if (outputs != data().targetColumns()) {
      throw SpecException.notAllowed(
          "model.layers[%d]".formatted(spec.model().layers().size() - 1),
          outputs,
          samples.targets() instanceof Samples.Targets.Classes classes
              ? outputs(data().targetColumns(), classes.names().size())
              : "%d, as many as a sample has targets,".formatted(data().targetColumns()));
    }
    long parameters = spec.model().parameterCount(data().inputColumns());
    if (parameters > ModelSpec.MAX_PARAMETERS) {
      throw new SpecException(
          "model.layers: makes %d parameters; at most %d are allowed"
              .formatted(parameters, ModelSpec.MAX_PARAMETERS));
    }
    requireFit(spec.training().batch());
  }

  private static String outputs(int columns, int classes) {
    return columns == classes
        ? "%d, one for each class of the data,".formatted(columns)
        : "%d, which tells the data's %d classes apart,".formatted(columns, classes);
  }

  private void requireFit(@Nullable BatchSpec batch) {
    if (batch instanceof BatchSpec(int size, _) && size > data().samples()) {
      throw SpecException.notAllowed(
          "training.batch.size",
          size,
          "a whole number from 1 to %d, as many as there are samples to learn from,"
              .formatted(data().samples()));
    }
  }

  /**
   * Hyperparameters of this run with some other values.
   *
   * @param changed by their names
   * @throws SpecException if the run can't have them so
   */
  public Hyperparameters with(
      Hyperparameters present, Map<String, ? extends @Nullable Object> changed) {
    Hyperparameters next = present.with(changed);
    requireFit(next.batch());
    return next;
  }

  /** Where tables are that were uploaded. */
  @FunctionalInterface
  public interface Uploads {
    /** The text of the table with this id; null where there is none. */
    @Nullable String table(String id);

    /** There are none. */
    Uploads NONE = _ -> null;
  }

  /** {@link #load(RunSpec, Path, Uploads)} where nothing was uploaded. */
  public static RunSetup load(RunSpec spec, Path folder) {
    return load(spec, folder, Uploads.NONE);
  }

  /**
   * Loads or generates the spec's samples.
   *
   * @param folder where a CSV file's path starts
   * @throws SpecException if the samples can't be had or don't fit the model
   */
  public static RunSetup load(RunSpec spec, Path folder, Uploads uploads) {
    return new RunSetup(
        spec,
        switch (spec.data().source()) {
          case DataSpec.Inline(Samples samples) -> samples;
          case DataSpec.Csv(String file, CsvColumns columns) -> readCsv(folder, file, columns);
          case DataSpec.Uploaded(String id, CsvColumns columns) -> read(uploads, id, columns);
          case DataSpec.Generated it -> it.generator().generate(it.settings());
        });
  }

  private static Samples readCsv(Path folder, String file, CsvColumns columns) {
    try {
      return CsvFile.read(folder.resolve(file), columns);
    } catch (DataException e) {
      throw new SpecException("data.csv: " + e.getMessage());
    } catch (InvalidPathException e) {
      throw SpecException.notAllowed("data.csv.file", file, "a file's path");
    }
  }

  private static Samples read(Uploads uploads, String id, CsvColumns columns) {
    String table = uploads.table(id);
    if (table == null) {
      throw SpecException.notAllowed(
          "data.dataset", id, "the id of a table that was uploaded here");
    }
    try {
      return CsvFile.parse(table, columns);
    } catch (DataException e) {
      throw new SpecException("data.dataset: " + e.getMessage());
    }
  }

  /**
   * The same samples of the source, seen as before, with another spec.
   *
   * @param spec whose data are the same
   * @throws SpecException if the samples don't fit it
   */
  public RunSetup with(RunSpec spec) {
    boolean sameTargets = spec.loss().loss() == this.spec.loss().loss();
    return sameTargets
        ? new RunSetup(spec, source.samples, source.data)
        : new RunSetup(spec, source.samples);
  }

  /**
   * The same with these samples behind those of its source, to be learned from. What standardizing
   * goes by, and what parts two classes, stays as the source's samples have it.
   *
   * @param added as {@link AddedSamples} reads them; null for none
   * @throws SpecException if what the network sees of one is no finite number
   */
  public RunSetup adding(@Nullable Samples added) {
    if (Objects.equals(added, this.added)) {
      return this;
    }
    if (added == null) {
      return source;
    }
    double[][] targets = TargetColumns.of(source.samples.and(added).targets(), spec.loss().loss());
    double[][] more = Arrays.copyOfRange(targets, source.samples.count(), targets.length);
    try {
      return new RunSetup(source, added, source.data.and(added, more));
    } catch (DataException e) {
      throw new SpecException("data." + e.getMessage());
    }
  }

  /** The samples that were added while a run went on, in their order; null for none. */
  public @Nullable Samples added() {
    return added;
  }

  /** The same without them. */
  public RunSetup source() {
    return source;
  }

  public RunSpec spec() {
    return spec;
  }

  /** See {@link ModelSpec#layerBegins}. */
  public int[] layerBegins() {
    return spec.model().layerBegins(data().inputColumns());
  }

  /** All samples as their source gives them, those that were added last. */
  public Samples samples() {
    return samples;
  }

  /** The samples to learn from, as the network sees them. */
  public Dataset data() {
    return data.train();
  }

  /** The samples that are kept for a test, as the network sees them; null for none. */
  public @Nullable Dataset test() {
    return data.test();
  }

  /** Input {@code column} of a sample to learn from, as the source gives it; both from 0. */
  public double rawInput(int sample, int column) {
    return samples.input(data.trained()[sample], column);
  }

  /** The inputs of the samples to learn from, as the source gives them; a fresh copy. */
  public double[][] rawInputs() {
    return rawInputs(data.trained());
  }

  /** The inputs of the samples that are kept for a test, likewise. */
  public double[][] rawTestInputs() {
    return rawInputs(data.tested());
  }

  private double[][] rawInputs(int[] places) {
    double[][] all = samples.inputs();
    return Arrays.stream(places).mapToObj(place -> all[place]).toArray(double[][]::new);
  }

  /**
   * What the samples' classes are called: the one with the lower target and the one with the
   * higher, or one for each output. Null where targets are numbers.
   */
  public @Nullable List<String> classNames() {
    return TargetColumns.classNames(samples.targets(), spec.loss().loss());
  }

  /** Whether the network sees a sample's inputs as the source gives them. */
  public boolean seesRawInputs() {
    return data.inputs().areRaw();
  }

  /**
   * What the network sees of a sample: features, standardized.
   *
   * @param rawInputs as the source gives them; not changed
   */
  public double[] seen(double[] rawInputs) {
    return data.inputs().apply(rawInputs);
  }

  /**
   * The output that parts the samples' two classes: the mean of their targets, and always 0 with
   * hinge. NaN where there are no two classes: with more than one output, or other than exactly two
   * different targets.
   */
  public double boundary() {
    return boundary;
  }

  private static double boundary(Dataset data, Loss loss) {
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
    return switch (loss) {
      case SQUARED_ERROR, BINARY_CROSS_ENTROPY, CROSS_ENTROPY -> targets[0] / 2 + targets[1] / 2;
      case HINGE -> 0;
    };
  }

  /** The network with its initial parameters. */
  Mlp network(Initialiser.Source source) {
    ModelSpec model = spec.model();
    return Mlp.create(
        data().inputColumns(),
        model.layers(),
        model.activations(),
        model.weights(),
        model.biases(),
        source);
  }
}
