package dev.livegrad.run;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps nothing, and says at once that it did. */
public final class NoStore implements RunStore {
  @Override
  public void keep(List<Update> updates, Kept kept) {
    kept.told(null);
  }

  @Override
  public List<Listed> list(Order order, int limit, @Nullable String after, String words) {
    return List.of();
  }

  @Override
  public int count() {
    return 0;
  }

  @Override
  public @Nullable Listed listed(String id) {
    return null;
  }

  @Override
  public List<Point> curve(String id, int points) {
    return List.of();
  }

  @Override
  public @Nullable KeptRun read(String id) {
    return null;
  }

  @Override
  public List<String> training() {
    return List.of();
  }

  @Override
  public @Nullable String shared() {
    return null;
  }

  @Override
  public long lastTrajectory() {
    return 0;
  }

  @Override
  public String putDataset(byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte @Nullable [] dataset(String id) {
    return null;
  }

  @Override
  public void onTrouble(Consumer<@Nullable Trouble> listener) {
    // There is none.
  }

  @Override
  public void close() {
    // There is nothing to keep.
  }
}
