package dev.livegrad.store;

import dev.livegrad.data.Samples;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples as bytes: the same samples are the same bytes.
 *
 * <p>The number of samples, with a minus where their targets are classes; the numbers of input
 * columns and of target columns or classes; the inputs' names and the classes'; and a row for each
 * sample.
 */
final class SamplesBytes {
  private SamplesBytes() {}

  static byte[] of(Samples samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      double[][] inputs = samples.inputs();
      switch (samples.targets()) {
        case Samples.Targets.Numbers numbers -> {
          double[][] targets = numbers.rows();
          writeHead(out, samples.count(), samples.names(), targets[0].length);
          for (int sample = 0; sample < inputs.length; sample++) {
            write(out, inputs[sample]);
            write(out, targets[sample]);
          }
        }
        case Samples.Targets.Classes classes -> {
          int[] places = classes.places();
          writeHead(out, -samples.count(), samples.names(), classes.names().size());
          write(out, classes.names());
          for (int sample = 0; sample < inputs.length; sample++) {
            write(out, inputs[sample]);
            out.writeInt(places[sample]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no such trouble.
    }
    return bytes.toByteArray();
  }

  private static void writeHead(DataOutputStream out, int count, List<String> names, int targets)
      throws IOException {
    out.writeInt(count);
    out.writeInt(names.size());
    out.writeInt(targets);
    write(out, names);
  }

  private static void write(DataOutputStream out, List<String> names) throws IOException {
    for (String name : names) {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    for (double value : values) {
      out.writeLong(Double.doubleToRawLongBits(value));
    }
  }

  /**
   * @param bytes as {@link #of} gave them
   */
  static Samples read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int head = in.getInt();
    double[][] inputs = new double[Math.abs(head)][in.getInt()];
    int columns = in.getInt();
    List<String> names = names(in, inputs[0].length);
    if (head > 0) {
      double[][] targets = new double[inputs.length][columns];
      for (int sample = 0; sample < inputs.length; sample++) {
        read(in, inputs[sample]);
        read(in, targets[sample]);
      }
      return new Samples(names, inputs, new Samples.Targets.Numbers(targets));
    }
    List<String> classes = names(in, columns);
    int[] places = new int[inputs.length];
    for (int sample = 0; sample < inputs.length; sample++) {
      read(in, inputs[sample]);
      places[sample] = in.getInt();
    }
    return new Samples(names, inputs, new Samples.Targets.Classes(classes, places));
  }

  private static List<String> names(ByteBuffer in, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] text = new byte[in.getInt()];
      in.get(text);
      names.add(new String(text, StandardCharsets.UTF_8));
    }
    return names;
  }

  private static void read(ByteBuffer in, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.longBitsToDouble(in.getLong());
    }
  }
}
