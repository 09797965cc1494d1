package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Diagnosis.Memory;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.GrowingLoss.Seen;
import dev.livegrad.training.diagnosis.LossTrace.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a diagnosis knows, as bytes: some hundreds, and 16 for each of at most 400 losses. */
final class MemoryBytes {
  /** Of what follows it; another order of the numbers is another format. */
  private static final int FORMAT = 2;

  private MemoryBytes() {}

  /** Writes something. */
  private interface Writer<T> {
    void write(T value, DataOutputStream out) throws IOException;
  }

  /** Reads something. */
  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static byte[] of(Memory memory) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeDouble(memory.firstLoss());
      out.writeLong(memory.steeredAt());
      out.writeLong(memory.nextLook());
      out.writeLong(memory.lastLook());
      out.writeBoolean(memory.due());
      write(memory.trace(), out);
      write(memory.rules(), out);
      write(memory.log(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What was written; null where it is of another version. */
  static @Nullable Memory read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return in.readByte() != FORMAT
          ? null
          : new Memory(
              in.readDouble(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readBoolean(),
              trace(in),
              rules(in),
              log(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(LossTrace.Memory trace, DataOutputStream out) throws IOException {
    out.writeInt(trace.count());
    out.writeDouble(trace.last());
    out.writeBoolean(trace.fell());
    out.writeInt(trace.turns());
    out.writeDouble(trace.climbed());
    out.writeDouble(trace.sum());
    write(trace.closed(), out);
    write(trace.before(), out);
  }

  private static LossTrace.Memory trace(DataInputStream in) throws IOException {
    return new LossTrace.Memory(
        in.readInt(),
        in.readDouble(),
        in.readBoolean(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        window(in),
        window(in));
  }

  private static void write(Window window, DataOutputStream out) throws IOException {
    out.writeInt(window.steps());
    out.writeInt(window.turns());
    out.writeDouble(window.climbed());
    out.writeDouble(window.mean());
  }

  private static Window window(DataInputStream in) throws IOException {
    return new Window(in.readInt(), in.readInt(), in.readDouble(), in.readDouble());
  }

  private static void write(DiagnosisRules.Memory rules, DataOutputStream out) throws IOException {
    out.writeDouble(rules.spent());
    out.writeBoolean(rules.symmetric().problem());
    out.writeLong(rules.symmetric().nextTrial());
    writeIfAny(rules.oscillating().finding(), out);
    out.writeLong(rules.oscillating().since());
    out.writeLong(rules.oscillating().nextTrial());
    writeIfAny(rules.growing().finding(), out);
    write(rules.growing().last(), out);
    write(rules.growing().bottom(), out);
    out.writeInt(rules.growing().rises());
    Plateau.Memory plateau = rules.plateau();
    writeAll(plateau.past().marks(), MemoryBytes::write, out);
    writeAll(plateau.verdict().findings(), MemoryBytes::write, out);
    writeAll(plateau.verdict().blocked(), (layer, to) -> to.writeInt(layer), out);
    out.writeLong(plateau.nextVerdict());
    out.writeDouble(plateau.lossAtVerdict());
    out.writeLong(rules.overfitting().step());
    out.writeDouble(rules.overfitting().least());
    out.writeDouble(rules.overfitting().training());
  }

  private static DiagnosisRules.Memory rules(DataInputStream in) throws IOException {
    return new DiagnosisRules.Memory(
        in.readDouble(),
        new Symmetric.Memory(in.readBoolean(), in.readLong()),
        new Oscillating.Memory(findingIfAny(in), in.readLong(), in.readLong()),
        new GrowingLoss.Memory(findingIfAny(in), seen(in), seen(in), in.readInt()),
        new Plateau.Memory(
            new PastLosses(all(MemoryBytes::mark, in)),
            new Plateau.Verdict(all(MemoryBytes::finding, in), all(DataInputStream::readInt, in)),
            in.readLong(),
            in.readDouble()),
        new Overfitting.Memory(in.readLong(), in.readDouble(), in.readDouble()));
  }

  private static void write(Seen seen, DataOutputStream out) throws IOException {
    out.writeLong(seen.step());
    out.writeDouble(seen.loss());
  }

  private static Seen seen(DataInputStream in) throws IOException {
    return new Seen(in.readLong(), in.readDouble());
  }

  private static void write(PastLosses.Mark mark, DataOutputStream out) throws IOException {
    out.writeLong(mark.step());
    out.writeDouble(mark.above());
  }

  private static PastLosses.Mark mark(DataInputStream in) throws IOException {
    return new PastLosses.Mark(in.readLong(), in.readDouble());
  }

  private static void write(FindingLog.Memory log, DataOutputStream out) throws IOException {
    out.writeInt(log.count());
    out.writeInt(log.open().size());
    for (Map.Entry<Integer, Finding> it : log.open().entrySet()) {
      out.writeInt(it.getKey());
      write(it.getValue(), out);
    }
    writeAll(log.candidates(), MemoryBytes::write, out);
  }

  private static FindingLog.Memory log(DataInputStream in) throws IOException {
    int count = in.readInt();
    Map<Integer, Finding> open = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      open.put(in.readInt(), finding(in));
    }
    return new FindingLog.Memory(count, open, all(MemoryBytes::finding, in));
  }

  private static void write(Finding finding, DataOutputStream out) throws IOException {
    out.writeLong(finding.step());
    out.writeUTF(finding.kind().name());
    out.writeUTF(finding.severity().name());
    out.writeUTF(finding.where());
    out.writeUTF(finding.text());
  }

  private static Finding finding(DataInputStream in) throws IOException {
    return new Finding(
        in.readLong(),
        Kind.valueOf(in.readUTF()),
        Severity.valueOf(in.readUTF()),
        in.readUTF(),
        in.readUTF());
  }

  private static void writeIfAny(@Nullable Finding finding, DataOutputStream out)
      throws IOException {
    out.writeBoolean(finding != null);
    if (finding != null) {
      write(finding, out);
    }
  }

  private static @Nullable Finding findingIfAny(DataInputStream in) throws IOException {
    return in.readBoolean() ? finding(in) : null;
  }

  private static <T> void writeAll(List<T> values, Writer<T> writer, DataOutputStream out)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      writer.write(value, out);
    }
  }

  private static <T> List<T> all(Reader<T> reader, DataInputStream in) throws IOException {
    List<T> values = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      values.add(reader.read(in));
    }
    return values;
  }
}
