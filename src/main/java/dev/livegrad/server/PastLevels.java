package dev.livegrad.server;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.protocol.ServerMessage;
import dev.livegrad.protocol.Topic;
import dev.livegrad.training.Moment;
import dev.livegrad.training.Past;
import dev.livegrad.training.diagnosis.Checkup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A run's levels as they were, as JSON. A topic's level at a moment is computed once, and kept as
 * long as the run keeps the moment and there is room. Belongs to one thread at a time.
 */
final class PastLevels {
  /** As many bytes as an answer has, about: of larger levels it has fewer moments. */
  private static final int MAX_ANSWER = 2 << 20;

  /** As many bytes as are kept. */
  private static final int MAX_KEPT = 24 << 20;

  /** What was asked for longest ago comes first. */
  private final SequencedMap<Topic, Kept> kept = new LinkedHashMap<>();

  private long epoch = -1;
  private @Nullable Instruments instruments;

  /**
   * What is kept of a topic.
   *
   * @param every which of the run's moments are told: one of so many
   * @param levels those moments' messages, by the moment
   * @param answer what was answered last
   */
  private record Kept(int every, List<Moment> moments, Map<Moment, String> levels, byte[] answer) {
    long size() {
      return levels.values().stream().mapToLong(String::length).sum() + answer.length;
    }
  }

  /**
   * The level at each moment before the present one, as JSON, compressed; null where the run has no
   * such level.
   */
  byte @Nullable [] answer(Topic topic, RunPast past) {
    Instruments present = instruments(past);
    if (past.moments().isEmpty()) {
      return zipped(List.of());
    }
    Kept before = kept.remove(topic);
    if (before == null) {
      ServerMessage latest = present.read(topic, past.moments().getLast());
      if (latest == null) {
        return null;
      }
      int every = every(Encoder.encode(latest).length());
      before = new Kept(every, List.of(), Map.of(), zipped(List.of()));
    }
    List<Moment> moments = chosen(past, before.every());
    Kept now = moments.equals(before.moments()) ? before : tell(topic, moments, before, present);
    kept.putLast(topic, now);
    makeRoom();
    return now.answer();
  }

  private Instruments instruments(RunPast past) {
    if (instruments == null || epoch != past.epoch()) {
      epoch = past.epoch();
      instruments =
          new Instruments(epoch, past.network(), () -> Checkup.of(past.network().lesson()));
      kept.clear();
    }
    return instruments;
  }

  /** A power of two, so that the moments stay the same ones when the run drops every other one. */
  private static int every(int length) {
    int least = (int) Math.ceilDiv((long) Past.MAX_MOMENTS * length, MAX_ANSWER);
    return Integer.highestOneBit(2 * least - 1);
  }

  private static List<Moment> chosen(RunPast past, int every) {
    List<Moment> all = past.moments();
    return IntStream.range(0, every > Past.MAX_MOMENTS ? 0 : all.size())
        .filter(i -> i % every == 0 && all.get(i).step() < past.step())
        .mapToObj(all::get)
        .toList();
  }

  private Kept tell(Topic topic, List<Moment> moments, Kept before, Instruments present) {
    Map<Moment, String> levels = new HashMap<>();
    for (Moment moment : moments) {
      String known = before.levels().get(moment);
      if (known != null) {
        levels.put(moment, known);
      } else if (present.read(topic, moment) instanceof ServerMessage level) {
        levels.put(moment, Encoder.encode(level));
      }
    }
    List<String> texts = moments.stream().map(levels::get).toList();
    return new Kept(before.every(), moments, levels, zipped(texts));
  }

  private byte[] zipped(Collection<String> levels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      String text = "{\"epoch\":%d,\"levels\":[%s]}".formatted(epoch, String.join(",", levels));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void makeRoom() {
    while (kept.size() > 1 && kept.values().stream().mapToLong(Kept::size).sum() > MAX_KEPT) {
      kept.pollFirstEntry();
    }
  }
}
