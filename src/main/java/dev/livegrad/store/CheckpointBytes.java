package dev.livegrad.store;

import dev.livegrad.data.Samples;
import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.JsonText;
import dev.livegrad.training.BatchPosition;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.spec.Hyperparameters;
import dev.livegrad.training.spec.LearningRate;
import dev.livegrad.training.spec.SpecException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checkpoints as sealed bytes. */
final class CheckpointBytes {
  /** Of what follows it; another order of the numbers is another format. */
  private static final int FORMAT = 5;

  /** Without samples that were added, of which there were none. */
  private static final int FOURTH_FORMAT = 4;

  /** With a schedule in place of all hyperparameters, which could not be set otherwise. */
  private static final int THIRD_FORMAT = 3;

  /** Without what the optimizer remembers: of a version where none remembered anything. */
  private static final int SECOND_FORMAT = 2;

  /** Without what the diagnosis knows either. */
  private static final int FIRST_FORMAT = 1;

  private static final int CONSTANT = 0;
  private static final int LINEAR = 1;
  private static final int COSINE = 2;
  private static final int STEPWISE = 3;
  private static final int EXPONENTIAL = 4;

  private CheckpointBytes() {}

  static byte[] of(long trajectory, Checkpoint checkpoint) {
    return Sealed.seal(out -> write(out, checkpoint), trajectory, checkpoint.step());
  }

  /**
   * The checkpoint; null where the bytes are torn or changed, or of a later version.
   *
   * @param spec the hyperparameters of the run's spec
   */
  static @Nullable Checkpoint read(byte[] bytes, long trajectory, long step, Hyperparameters spec) {
    return Sealed.open(bytes, in -> read(in, step, spec), trajectory, step);
  }

  private static void write(DataOutputStream out, Checkpoint checkpoint) throws IOException {
    out.writeByte(FORMAT);
    writeDoubles(out, checkpoint.parameters());
    writeDoubles(out, checkpoint.gradients());
    byte[] hyperparameters =
        Encoder.write(checkpoint.hyperparameters().values()).getBytes(StandardCharsets.UTF_8);
    out.writeInt(hyperparameters.length);
    out.write(hyperparameters);
    BatchPosition batches = checkpoint.batches();
    out.writeBoolean(batches != null);
    if (batches != null) {
      out.writeInt(batches.epoch().length);
      for (int sample : batches.epoch()) {
        out.writeInt(sample);
      }
      out.writeInt(batches.next());
      out.writeInt(batches.random().length);
      out.write(batches.random());
    }
    byte[] diagnosis = checkpoint.diagnosis();
    out.writeBoolean(diagnosis != null);
    if (diagnosis != null) {
      out.writeInt(diagnosis.length);
      out.write(diagnosis);
    }
    out.writeInt(checkpoint.optimizer().size());
    for (double[] remembered : checkpoint.optimizer()) {
      writeDoubles(out, remembered);
    }
    for (long missed : checkpoint.missed()) {
      out.writeLong(missed);
    }
    double[] previous = checkpoint.previous();
    out.writeBoolean(previous != null);
    if (previous != null) {
      writeDoubles(out, previous);
    }
    Samples added = checkpoint.added();
    out.writeBoolean(added != null);
    if (added != null) {
      byte[] samples = SamplesBytes.of(added);
      out.writeInt(samples.length);
      out.write(samples);
    }
  }

  private static @Nullable Checkpoint read(ByteBuffer in, long step, Hyperparameters spec) {
    int format = in.get();
    if (format < FIRST_FORMAT || format > FORMAT) {
      return null;
    }
    double[] parameters = readDoubles(in);
    double[] gradients = readDoubles(in);
    Hyperparameters hyperparameters =
        format > THIRD_FORMAT ? hyperparameters(in, spec) : earlier(in, spec);
    if (hyperparameters == null) {
      return null;
    }
    BatchPosition batches = batches(in);
    byte[] diagnosis = format >= SECOND_FORMAT ? diagnosis(in) : null;
    List<double[]> optimizer = new ArrayList<>();
    for (int left = format >= THIRD_FORMAT ? in.getInt() : 0; left > 0; left--) {
      optimizer.add(readDoubles(in));
    }
    long[] missed = new long[spec.frozen().size()];
    double[] previous = null;
    if (format > THIRD_FORMAT) {
      Arrays.setAll(missed, _ -> in.getLong());
      previous = in.get() == 0 ? null : readDoubles(in);
    }
    Samples added =
        format > FOURTH_FORMAT && in.get() != 0 ? SamplesBytes.read(readBytes(in)) : null;
    return new Checkpoint(
        step,
        parameters,
        previous,
        gradients,
        hyperparameters,
        batches,
        optimizer,
        added,
        missed,
        diagnosis);
  }

  /** Null for those of a later version. */
  private static @Nullable Hyperparameters hyperparameters(ByteBuffer in, Hyperparameters spec) {
    try {
      return JsonText.parse(new String(readBytes(in), StandardCharsets.UTF_8))
              instanceof Map<?, ?> it
          ? spec.with(named(it))
          : null;
    } catch (SpecException _) {
      return null;
    }
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> values) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    values.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static @Nullable Hyperparameters earlier(ByteBuffer in, Hyperparameters spec) {
    LearningRate schedule = schedule(in);
    return schedule == null ? null : spec.with(schedule);
  }

  /** Null for one of a later version. */
  private static @Nullable LearningRate schedule(ByteBuffer in) {
    return switch (in.get()) {
      case CONSTANT -> new LearningRate.Constant(in.getDouble());
      case LINEAR -> new LearningRate.Linear(in.getDouble(), in.getDouble(), in.getLong());
      case COSINE -> new LearningRate.Cosine(in.getDouble(), in.getDouble(), in.getLong());
      case STEPWISE -> new LearningRate.Stepwise(in.getDouble(), in.getDouble(), in.getLong());
      case EXPONENTIAL -> new LearningRate.Exponential(in.getDouble(), in.getDouble());
      default -> null;
    };
  }

  private static @Nullable BatchPosition batches(ByteBuffer in) {
    if (in.get() == 0) {
      return null;
    }
    int[] epoch = new int[in.getInt()];
    for (int i = 0; i < epoch.length; i++) {
      epoch[i] = in.getInt();
    }
    return new BatchPosition(epoch, in.getInt(), readBytes(in));
  }

  private static byte @Nullable [] diagnosis(ByteBuffer in) {
    return in.get() == 0 ? null : readBytes(in);
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  private static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeLong(Double.doubleToRawLongBits(value));
    }
  }

  private static double[] readDoubles(ByteBuffer in) {
    double[] values = new double[in.getInt()];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + values.length * Double.BYTES);
    return values;
  }
}
