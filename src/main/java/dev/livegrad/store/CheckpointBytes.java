package dev.livegrad.store;

import dev.livegrad.training.BatchPosition;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.spec.LearningRate;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checkpoints as sealed bytes. */
final class CheckpointBytes {
  /** Of what follows it; another order of the numbers is another format. */
  private static final int FORMAT = 3;

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

  /** The checkpoint; null where the bytes are torn or changed, or of a later version. */
  static @Nullable Checkpoint read(byte[] bytes, long trajectory, long step) {
    return Sealed.open(bytes, in -> read(in, step), trajectory, step);
  }

  private static void write(DataOutputStream out, Checkpoint checkpoint) throws IOException {
    out.writeByte(FORMAT);
    writeDoubles(out, checkpoint.parameters());
    writeDoubles(out, checkpoint.gradients());
    switch (checkpoint.schedule()) {
      case LearningRate.Constant(double value) -> {
        out.writeByte(CONSTANT);
        out.writeDouble(value);
      }
      case LearningRate.Linear(double from, double to, long steps) -> {
        out.writeByte(LINEAR);
        out.writeDouble(from);
        out.writeDouble(to);
        out.writeLong(steps);
      }
      case LearningRate.Cosine(double from, double to, long steps) -> {
        out.writeByte(COSINE);
        out.writeDouble(from);
        out.writeDouble(to);
        out.writeLong(steps);
      }
      case LearningRate.Stepwise(double from, double factor, long every) -> {
        out.writeByte(STEPWISE);
        out.writeDouble(from);
        out.writeDouble(factor);
        out.writeLong(every);
      }
      case LearningRate.Exponential(double from, double factor) -> {
        out.writeByte(EXPONENTIAL);
        out.writeDouble(from);
        out.writeDouble(factor);
      }
    }
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
  }

  private static @Nullable Checkpoint read(ByteBuffer in, long step) {
    int format = in.get();
    if (format < FIRST_FORMAT || format > FORMAT) {
      return null;
    }
    double[] parameters = readDoubles(in);
    double[] gradients = readDoubles(in);
    LearningRate schedule = schedule(in);
    if (schedule == null) {
      return null;
    }
    BatchPosition batches = batches(in);
    byte[] diagnosis = format >= SECOND_FORMAT ? diagnosis(in) : null;
    List<double[]> optimizer = new ArrayList<>();
    for (int left = format == FORMAT ? in.getInt() : 0; left > 0; left--) {
      optimizer.add(readDoubles(in));
    }
    return new Checkpoint(step, parameters, gradients, schedule, batches, optimizer, diagnosis);
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
