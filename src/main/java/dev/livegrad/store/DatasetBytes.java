package dev.livegrad.store;

import dev.livegrad.data.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Samples as bytes: the same samples are the same bytes. */
final class DatasetBytes {
  private DatasetBytes() {}

  static byte[] of(Dataset data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(data.samples());
      out.writeInt(data.inputColumns());
      out.writeInt(data.targetColumns());
      for (String name : data.inputNames()) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
      for (int sample = 0; sample < data.samples(); sample++) {
        for (int column = 0; column < data.inputColumns(); column++) {
          out.writeLong(Double.doubleToRawLongBits(data.input(sample, column)));
        }
        for (int column = 0; column < data.targetColumns(); column++) {
          out.writeLong(Double.doubleToRawLongBits(data.target(sample, column)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no such trouble.
    }
    return bytes.toByteArray();
  }

  /**
   * @param bytes as {@link #of} gave them
   */
  static Dataset read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int samples = in.getInt();
    double[][] inputs = new double[samples][in.getInt()];
    double[][] targets = new double[samples][in.getInt()];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < inputs[0].length; i++) {
      byte[] text = new byte[in.getInt()];
      in.get(text);
      names.add(new String(text, StandardCharsets.UTF_8));
    }
    for (int sample = 0; sample < samples; sample++) {
      read(in, inputs[sample]);
      read(in, targets[sample]);
    }
    return new Dataset(names, inputs, targets);
  }

  private static void read(ByteBuffer in, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.longBitsToDouble(in.getLong());
    }
  }
}
