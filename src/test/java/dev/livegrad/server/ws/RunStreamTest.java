package dev.livegrad.server.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.livegrad.protocol.Position;
import dev.livegrad.run.Level;
import dev.livegrad.run.RunEvent;
import dev.livegrad.run.Series;
import dev.livegrad.run.SeriesEntry;
import dev.livegrad.run.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class RunStreamTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<Topic> STEPS = Set.of(Topic.STEPS);

  private final RunStream stream = new RunStream();
  private Series series = new Series();
  private long trajectory;
  private long next;

  @Test
  void allViewersGetTheSameEncodedFrame() {
    begin(1);
    Viewer a = new Viewer();
    Viewer b = new Viewer();
    stream.subscribe(stream.add(a), STEPS, null);
    stream.subscribe(stream.add(b), STEPS, null);
    publish(3);
    assertEquals(1, a.received.size());
    assertSame(a.received.getFirst(), b.received.getFirst());
  }

  @Test
  void whatAllAreToldIsEncodedOnceAndNotAtAllWhereNobodyIs() {
    begin(1);
    List<String> encoded = new ArrayList<>();
    Supplier<String> message =
        () -> {
          encoded.add("told");
          return "told";
        };
    stream.broadcast(message);
    assertEquals(List.of(), encoded);
    Viewer a = new Viewer();
    Viewer b = new Viewer();
    stream.add(a);
    stream.add(b);
    stream.broadcast(message);
    assertEquals(List.of("told"), encoded);
    assertEquals(List.of("told"), a.received);
    assertEquals(a.received, b.received);
  }

  @Test
  void aLateViewerGetsEverythingThenWhatFollows() throws Exception {
    begin(1);
    publish(20_000);
    Viewer late = new Viewer();
    stream.subscribe(stream.add(late), STEPS, null);
    publish(5);
    assertEquals(20_005, late.read());
    assertEquals(0, late.restarts, "it began once");
  }

  @Test
  void allWhoComeLateGetTheSameEncodedHistory() throws Exception {
    begin(1);
    publish(20_000);
    Viewer a = new Viewer();
    Viewer b = new Viewer();
    stream.subscribe(stream.add(a), STEPS, null);
    stream.subscribe(stream.add(b), STEPS, null);
    assertTrue(a.received.size() > 4, "messages: " + a.received.size());
    for (int i = 0; i < a.received.size(); i++) {
      assertSame(a.received.get(i), b.received.get(i));
    }
    assertEquals(20_000, a.read());
  }

  @Test
  void aViewerWithAPositionGetsOnlyWhatFollowsIt() throws Exception {
    begin(1);
    publish(100);
    Viewer back = new Viewer();
    back.end = 60;
    stream.subscribe(stream.add(back), STEPS, new Position(1L, 60));
    assertEquals(100, back.read());
    assertEquals(0, back.restarts);
  }

  @Test
  void aPositionOfAnotherTrajectoryOrOfTheFutureBringsEverything() throws Exception {
    begin(2);
    publish(100);
    for (Position position : List.of(new Position(1L, 60), new Position(2L, 101))) {
      Viewer back = new Viewer();
      stream.subscribe(stream.add(back), STEPS, position);
      assertEquals(100, back.read());
    }
  }

  /** Commands that took effect among the newer steps have not been told yet. */
  @Test
  void whatTheRunHasMadeButNotYetToldIsNotReadAhead() throws Exception {
    begin(1);
    publish(10);
    long told = next;
    for (; next < told + 5; next++) {
      series.append(SeriesEntry.of(next, next, 0.1, 1));
    }
    Viewer late = new Viewer();
    stream.subscribe(stream.add(late), STEPS, null);
    assertEquals(told, late.read());
    assertEquals(told, stream.offset());
    stream.publish(new RunEvent.StepsMade(trajectory, series.after(told, 5)));
    assertEquals(told + 5, late.read());
  }

  @Test
  void aFullViewerGetsNothingUntilItHasDrainedThenTheLatestLevelOnly() throws Exception {
    begin(1);
    Viewer slow = new Viewer();
    Subscriber subscriber = stream.add(slow);
    stream.subscribe(subscriber, Set.of(Topic.STEPS, Topic.PARAMETERS, Topic.PREDICTIONS), null);
    slow.full = true;
    for (int i = 0; i < 1_000; i++) {
      publish(10);
      stream.publish(
          Topic.PARAMETERS, new Level.Parameters(1, next, new double[] {i}, new double[] {0}));
    }
    assertEquals(List.of(), slow.received);
    slow.full = false;
    stream.drained(subscriber);
    String level = slow.received.getLast();
    assertEquals(10_000, slow.read());
    assertTrue(level.contains("999.0"), level);
    assertEquals(1, slow.levels, "of 1,000 levels that waited one is left");
  }

  @Test
  void aTrajectoryBeginsAgainAtStepZeroForAllWhoAreSubscribed() throws Exception {
    begin(1);
    Viewer viewer = new Viewer();
    stream.subscribe(stream.add(viewer), STEPS, null);
    publish(10);
    begin(2);
    next = 0;
    publish(4);
    assertEquals(4, viewer.read());
    assertEquals(2, viewer.trajectory);
  }

  @Test
  void whoeverUnsubscribesOrLeavesGetsNothingMore() {
    begin(1);
    Viewer a = new Viewer();
    Viewer b = new Viewer();
    Subscriber first = stream.add(a);
    Subscriber second = stream.add(b);
    stream.subscribe(first, STEPS, null);
    stream.subscribe(second, STEPS, null);
    stream.unsubscribe(first, STEPS);
    stream.remove(second);
    publish(3);
    assertEquals(List.of(), a.received);
    assertEquals(List.of(), b.received);
    assertEquals(Set.of(), stream.watched());
  }

  /** Whatever happens to viewers, none ever sees a hole, and all end with the whole series. */
  @Test
  void noViewerEverSeesAHole() throws Exception {
    Random random = new Random(42);
    begin(1);
    List<Viewer> viewers = new ArrayList<>();
    List<Subscriber> subscribers = new ArrayList<>();
    for (int round = 0; round < 3_000; round++) {
      publish(1 + random.nextInt(40));
      if (viewers.size() < 5) {
        Viewer viewer = new Viewer();
        viewers.add(viewer);
        subscribers.add(stream.add(viewer));
        stream.subscribe(subscribers.getLast(), STEPS, null);
      }
      int i = random.nextInt(viewers.size());
      Viewer viewer = viewers.get(i);
      viewer.read();
      switch (random.nextInt(4)) {
        case 0 -> viewer.full = true;
        case 1 -> {
          viewer.full = false;
          stream.drained(subscribers.get(i));
        }
        case 2 -> {
          // The connection is lost; the viewer comes back with its position.
          stream.remove(subscribers.get(i));
          viewer.full = false;
          subscribers.set(i, stream.add(viewer));
          stream.subscribe(subscribers.get(i), STEPS, new Position(1L, viewer.end));
        }
        default -> viewer.fullAfter = random.nextInt(3);
      }
    }
    for (int i = 0; i < viewers.size(); i++) {
      viewers.get(i).full = false;
      viewers.get(i).fullAfter = -1;
      stream.drained(subscribers.get(i));
      assertEquals(next, viewers.get(i).read());
    }
  }

  private void begin(long trajectory) {
    this.trajectory = trajectory;
    series = new Series();
    stream.begin(trajectory, series);
  }

  private void publish(int steps) {
    List<SeriesEntry> entries = new ArrayList<>();
    for (int i = 0; i < steps; i++, next++) {
      entries.add(SeriesEntry.of(next, next, 0.1, 1));
    }
    entries.forEach(series::append);
    stream.publish(new RunEvent.StepsMade(trajectory, entries));
  }

  /** A viewer that checks what it reads as the page does. */
  private static final class Viewer implements Transport {
    final List<String> received = new ArrayList<>();
    boolean full;
    int fullAfter = -1;
    long trajectory = -1;
    long end;
    int levels;
    int restarts;

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void send(String text) {
      received.add(text);
      if (fullAfter >= 0 && fullAfter-- == 0) {
        full = true;
      }
    }

    /** Reads what has come; the number of the first step not seen. */
    long read() throws Exception {
      for (String text : received) {
        JsonNode message = JSON.readTree(text);
        if (!message.get("type").textValue().equals("steps")) {
          levels++;
          continue;
        }
        trajectory = message.get("trajectory").longValue();
        for (int i = 0; i < message.get("from").size(); i++) {
          long from = message.get("from").get(i).longValue();
          if (from == 0 && end > 0) {
            restarts++;
            end = 0;
          }
          assertEquals(end, from, "an entry follows the one before");
          end = message.get("step").get(i).longValue() + 1;
        }
        assertEquals(end, message.get("offset").longValue());
      }
      received.clear();
      return end;
    }
  }
}
