package dev.livegrad.server.http;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.run.Checkpoints;
import dev.livegrad.run.Level;
import dev.livegrad.run.LevelReader;
import dev.livegrad.run.RunSnapshot;
import dev.livegrad.run.Topic;
import dev.livegrad.training.AddedSamples;
import dev.livegrad.training.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A run's levels as they were at its checkpoints, as JSON. A topic's level at a checkpoint is
 * computed once, and cached as long as the run keeps the checkpoint and there is room. Belongs to
 * one thread at a time.
 */
final class LevelHistory {
  /** Bytes of an answer, about: of larger levels it has fewer checkpoints. */
  private static final int MAX_ANSWER = 2 << 20;

  /** Bytes that are cached. */
  private static final int MAX_CACHED = 24 << 20;

  /** What was asked for longest ago comes first. */
  private final SequencedMap<Topic, Cached> cache = new LinkedHashMap<>();

  private long trajectory = -1;
  private @Nullable LevelReader reader;

  /** The number of added samples among those that {@link #reader} reads. */
  private int added;

  /**
   * What is cached of a topic.
   *
   * @param stride the answer tells one of this many of the run's checkpoints
   * @param levels the messages of those that are told
   * @param answer the last one
   */
  private record Cached(
      int stride, List<Checkpoint> checkpoints, Map<Checkpoint, String> levels, byte[] answer) {
    long size() {
      return levels.values().stream().mapToLong(String::length).sum() + answer.length;
    }
  }

  /**
   * The level at each checkpoint before the present, as JSON, compressed; null where the run has no
   * such level.
   */
  byte @Nullable [] answer(Topic topic, RunSnapshot run) {
    if (trajectory != run.trajectory()) {
      trajectory = run.trajectory();
      reader = null;
      cache.clear();
    }
    if (run.checkpoints().isEmpty()) {
      return compressed(List.of());
    }
    Cached before = cache.remove(topic);
    if (before == null) {
      Checkpoint last = run.checkpoints().getLast();
      Level latest = reader(run, last).read(topic, last);
      if (latest == null) {
        return null;
      }
      int stride = stride(Encoder.encode(latest).length());
      before = new Cached(stride, List.of(), Map.of(), compressed(List.of()));
    }
    List<Checkpoint> chosen = chosen(run, before.stride());
    Cached now = chosen.equals(before.checkpoints()) ? before : read(topic, chosen, before, run);
    cache.putLast(topic, now);
    makeRoom();
    return now.answer();
  }

  /** For a checkpoint, with the samples that the run had then. */
  private LevelReader reader(RunSnapshot run, Checkpoint at) {
    int count = AddedSamples.count(at.added());
    if (reader == null || added != count) {
      added = count;
      reader = LevelReader.of(trajectory, run.network().at(at));
    }
    return reader;
  }

  /** A power of two, so that the same checkpoints are told when the run drops every other one. */
  private static int stride(int length) {
    long needed = Math.ceilDiv((long) Checkpoints.MAX_CHECKPOINTS * length, MAX_ANSWER);
    return Integer.highestOneBit(2 * (int) needed - 1);
  }

  private static List<Checkpoint> chosen(RunSnapshot run, int stride) {
    List<Checkpoint> all = run.checkpoints();
    return IntStream.range(0, stride > Checkpoints.MAX_CHECKPOINTS ? 0 : all.size())
        .filter(i -> i % stride == 0 && all.get(i).step() < run.state().step())
        .mapToObj(all::get)
        .toList();
  }

  private Cached read(Topic topic, List<Checkpoint> checkpoints, Cached before, RunSnapshot run) {
    Map<Checkpoint, String> levels = new HashMap<>();
    for (Checkpoint checkpoint : checkpoints) {
      String known = before.levels().get(checkpoint);
      if (known != null) {
        levels.put(checkpoint, known);
      } else if (reader(run, checkpoint).read(topic, checkpoint) instanceof Level level) {
        levels.put(checkpoint, Encoder.encode(level));
      }
    }
    List<String> texts = checkpoints.stream().map(levels::get).toList();
    return new Cached(before.stride(), checkpoints, levels, compressed(texts));
  }

  private byte[] compressed(List<String> levels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      String text =
          "{\"trajectory\":%d,\"levels\":[%s]}".formatted(trajectory, String.join(",", levels));
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void makeRoom() {
    while (cache.size() > 1 && cache.values().stream().mapToLong(Cached::size).sum() > MAX_CACHED) {
      cache.pollFirstEntry();
    }
  }
}
