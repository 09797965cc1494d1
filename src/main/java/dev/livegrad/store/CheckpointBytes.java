package dev.livegrad.store;

import dev.livegrad.training.BatchPosition;
import dev.livegrad.training.Checkpoint;
import dev.livegrad.training.spec.LearningRate;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

  private static Checkpoint read(DataInputStream in, long step) throws IOException {
    int format = in.readByte();
    if (format < FIRST_FORMAT || format > FORMAT) {
      throw new IOException("another format");
    }
    double[] parameters = readDoubles(in);
    double[] gradients = readDoubles(in);
    LearningRate schedule = schedule(in);
    BatchPosition batches = batches(in);
    byte[] diagnosis = format >= SECOND_FORMAT ? diagnosis(in) : null;
    List<double[]> optimizer = new ArrayList<>();
    for (int left = format == FORMAT ? in.readInt() : 0; left > 0; left--) {
      optimizer.add(readDoubles(in));
    }
    return new Checkpoint(step, parameters, gradients, schedule, batches, optimizer, diagnosis);
  }

  private static LearningRate schedule(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case CONSTANT -> new LearningRate.Constant(in.readDouble());
      case LINEAR -> new LearningRate.Linear(in.readDouble(), in.readDouble(), in.readLong());
      case COSINE -> new LearningRate.Cosine(in.readDouble(), in.readDouble(), in.readLong());
      case STEPWISE -> new LearningRate.Stepwise(in.readDouble(), in.readDouble(), in.readLong());
      case EXPONENTIAL -> new LearningRate.Exponential(in.readDouble(), in.readDouble());
      default -> throw new IOException("another schedule");
    };
  }

  private static @Nullable BatchPosition batches(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    int[] epoch = new int[in.readInt()];
    for (int i = 0; i < epoch.length; i++) {
      epoch[i] = in.readInt();
    }
    return new BatchPosition(epoch, in.readInt(), in.readNBytes(in.readInt()));
  }

  private static byte @Nullable [] diagnosis(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readNBytes(in.readInt()) : null;
  }

  private static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeLong(Double.doubleToRawLongBits(value));
    }
  }

  private static double[] readDoubles(DataInputStream in) throws IOException {
    double[] values = new double[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.longBitsToDouble(in.readLong());
    }
    return values;
  }
}
