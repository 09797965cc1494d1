package dev.livegrad.server.ws;

import dev.livegrad.protocol.Decoder;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.RunHandle;
import dev.livegrad.run.RunStore;
import dev.livegrad.run.Runs;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hubs of all open runs, and what they share: the server has one measure for the viewers of
 * all. Belongs to one event loop.
 */
public final class RunHubs implements Runs.Listener {
  /** A round that comes later than this is the server's own delay, and nobody else's. */
  private static final long MAX_NANOS_A_ROUND = 15_000_000_000L;

  /** The most bytes that may wait for all viewers together. */
  private static final long MAX_WAITING_BYTES =
      Math.max(16 << 20, Runtime.getRuntime().maxMemory() / 8);

  private final Context context;
  private final Decoder decoder;
  private final String version;
  private final LongSupplier nanoTime;
  private final Map<RunHandle, RunHub> hubs = new LinkedHashMap<>();

  private @Nullable String trouble;
  private long lastRound;

  /** Bytes that wait for all viewers together. */
  private long waiting;

  /**
   * @param context the event loop's
   * @param nanoTime as {@link System#nanoTime}
   */
  public RunHubs(Context context, Decoder decoder, String version, LongSupplier nanoTime) {
    this.context = context;
    this.decoder = decoder;
    this.version = version;
    this.nanoTime = nanoTime;
    this.lastRound = nanoTime.getAsLong();
  }

  @Override
  public void happened(RunHandle run, RunEvent event) {
    hub(run).accept(event);
  }

  @Override
  public void closed(RunHandle run, boolean deleted) {
    RunHub hub = hubs.remove(run);
    if (hub != null) {
      hub.closeAll(deleted ? CloseCode.DELETED : CloseCode.STOPPING);
    }
  }

  /** Tells all viewers that the store can't be written; null when it can be again. */
  public void tellTrouble(RunStore.@Nullable Trouble of) {
    trouble =
        of == null
            ? null
            : of.passes()
                ? "Nothing can be kept, so all wait: " + of.why() + ". It is tried again."
                : "Nothing is kept any more, so all runs stand still: " + of.why() + ".";
    hubs.values().forEach(hub -> hub.tellTrouble(trouble));
  }

  /** A run's hub. */
  RunHub hub(RunHandle run) {
    return hubs.computeIfAbsent(
        run,
        _ -> {
          RunHub hub = new RunHub(context, run, decoder, version, nanoTime, this);
          hub.tellTrouble(trouble);
          return hub;
        });
  }

  /** Whether somebody watches a run, or did some moments ago; nobody may have come yet. */
  public boolean isWatched(RunHandle run) {
    return hub(run).isWatched();
  }

  /** How many are watching, or about to. */
  public int viewers() {
    return hubs.values().stream().mapToInt(RunHub::viewers).sum();
  }

  /** Closes the connections that have ended without a word; to be called every few seconds. */
  public void checkLiveness() {
    long now = nanoTime.getAsLong();
    long passed = Math.min(now - lastRound, MAX_NANOS_A_ROUND);
    lastRound = now;
    connections().forEach(it -> it.checkLiveness(passed));
  }

  /** Tells how many are watching, where that has changed; to be called a few times a second. */
  public void tellAudience() {
    hubs.values().forEach(RunHub::tellAudience);
  }

  /** Tells every viewer that the server is stopping. */
  public void closeAll() {
    hubs.values().forEach(hub -> hub.closeAll(CloseCode.STOPPING));
  }

  /** Counts bytes that wait for a viewer, or no longer do. */
  void count(long more) {
    waiting += more;
  }

  /** Drops those for whom most is waiting, as long as it is too much for all together. */
  void makeRoom() {
    while (waiting > MAX_WAITING_BYTES) {
      connections().stream()
          .max(Comparator.comparingLong(ViewerConnection::waiting))
          .ifPresent(ViewerConnection::drop);
    }
  }

  private List<ViewerConnection> connections() {
    List<ViewerConnection> all = new ArrayList<>();
    hubs.values().forEach(hub -> all.addAll(hub.connections()));
    return all;
  }
}
