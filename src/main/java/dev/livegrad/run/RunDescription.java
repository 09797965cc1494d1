package dev.livegrad.run;

import dev.livegrad.data.Dataset;
import dev.livegrad.training.TrainingRun;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same for a whole trajectory.
 *
 * @param spec the run spec's tree
 * @param inputs samples by input columns, not to be changed; null where there are too many samples
 * @param targets samples by outputs, not to be changed; null likewise
 * @param testSamples how many more samples are kept for a test
 * @param boundary the output that parts the two classes of samples; null where there are none
 */
public record RunDescription(
    long seed,
    Map<String, Object> spec,
    List<String> parameterNames,
    List<String> inputNames,
    double @Nullable [][] inputs,
    double @Nullable [][] targets,
    int testSamples,
    @Nullable Double boundary) {

  static RunDescription of(TrainingRun run) {
    Dataset data = run.data();
    double boundary = run.setup().boundary();
    Dataset test = run.setup().test();
    boolean few = data.samples() <= LevelReader.MAX_SAMPLES;
    return new RunDescription(
        run.seed(),
        run.spec().toTree(),
        run.parameterNames(),
        data.inputNames(),
        few ? data.inputs() : null,
        few ? data.targets() : null,
        test == null ? 0 : test.samples(),
        Double.isNaN(boundary) ? null : (Double) boundary);
  }
}
