package dev.livegrad.training;

import dev.livegrad.data.Dataset;
import dev.livegrad.engine.tape.Execution;
import dev.livegrad.training.spec.LossSpec;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The samples that a run keeps for a test. Belongs to one thread at a time. */
public final class TestSet {
  /** So many go through the network before it is asked whether that is enough. */
  private static final int PART = 1024;

  private final LossSpec spec;
  private final Execution execution;
  private final @Nullable Accuracy accuracy;
  private final int samples;

  private TestSet(Network network, Dataset data) {
    this.spec = network.setup().spec().loss();
    this.execution = network.execution(data);
    this.accuracy = Accuracy.on(data, network.setup());
    this.samples = data.samples();
  }

  /** The test samples of a network's run; null where it has none. */
  public static @Nullable TestSet of(Network network) {
    Dataset data = network.setup().test();
    return data == null ? null : new TestSet(network, data);
  }

  /** The number of samples. */
  public int samples() {
    return samples;
  }

  /** How well the network does with {@code parameters}. */
  public Evaluation evaluate(double[] parameters) {
    return Objects.requireNonNull(new Pass(parameters).goOn(null));
  }

  /** One way through the samples, in parts; one at a time. */
  public final class Pass {
    private final double[] parameters;
    private int next;
    private double loss;
    private int right;

    /** Begins with the first sample. */
    public Pass(double[] parameters) {
      this.parameters = parameters;
    }

    /**
     * Goes on with it.
     *
     * @param enough whether this part is long enough; null for never
     * @return null where something is left to do
     */
    public @Nullable Evaluation goOn(@Nullable BooleanSupplier enough) {
      do {
        int end = Math.min(next + PART, samples);
        execution.predict(parameters, next, end);
        while (next < end) {
          loss += execution.loss(next);
          right += accuracy != null && accuracy.isRight(execution, next, next) ? 1 : 0;
          next++;
        }
      } while (next < samples && (enough == null || !enough.getAsBoolean()));
      return next < samples
          ? null
          : new Evaluation(
              spec.reduced(loss, samples),
              accuracy == null ? Double.NaN : (double) right / samples);
    }
  }
}
