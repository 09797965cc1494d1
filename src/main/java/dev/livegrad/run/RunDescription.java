package dev.livegrad.run;

import dev.livegrad.data.Dataset;
import dev.livegrad.training.RunSetup;
import dev.livegrad.training.TrainingRun;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same for a whole trajectory.
 *
 * @param spec the run spec's tree
 * @param inputs samples by input columns, not to be changed; null where there are too many samples
 * @param rawInputNames the data's own input columns; null where the network sees them as they are
 * @param rawInputs samples by the data's own input columns, not to be changed; null likewise, and
 *     where there are too many samples
 * @param targets samples by outputs, not to be changed; null likewise
 * @param testSamples how many more samples are kept for a test
 * @param test those; null for none, and where there are too many
 * @param classNames what the classes of samples are called: the one with the lower target and the
 *     one with the higher, or one for each output; null where targets are numbers
 * @param boundary the output that parts the two classes of samples; null where there are none
 */
public record RunDescription(
    long seed,
    Map<String, Object> spec,
    List<String> parameterNames,
    List<String> inputNames,
    double @Nullable [][] inputs,
    @Nullable List<String> rawInputNames,
    double @Nullable [][] rawInputs,
    double @Nullable [][] targets,
    int testSamples,
    @Nullable TestSamples test,
    @Nullable List<String> classNames,
    @Nullable Double boundary) {

  /**
   * The samples that are kept for a test, not to be changed.
   *
   * @param inputs as those of the samples to learn from
   * @param rawInputs likewise
   * @param targets likewise
   */
  public record TestSamples(
      double[][] inputs, double @Nullable [][] rawInputs, double[][] targets) {}

  static RunDescription of(TrainingRun run) {
    Dataset data = run.data();
    RunSetup setup = run.setup();
    double boundary = setup.boundary();
    boolean raw = setup.seesRawInputs();
    Dataset test = setup.test();
    boolean few = data.samples() <= LevelReader.MAX_SAMPLES;
    return new RunDescription(
        run.seed(),
        run.spec().toTree(),
        run.parameterNames(),
        data.inputNames(),
        few ? data.inputs() : null,
        raw ? null : setup.samples().names(),
        raw || !few ? null : setup.rawInputs(),
        few ? data.targets() : null,
        test == null ? 0 : test.samples(),
        test == null || test.samples() > LevelReader.MAX_SAMPLES
            ? null
            : new TestSamples(test.inputs(), raw ? null : setup.rawTestInputs(), test.targets()),
        setup.classNames(),
        Double.isNaN(boundary) ? null : (Double) boundary);
  }
}
