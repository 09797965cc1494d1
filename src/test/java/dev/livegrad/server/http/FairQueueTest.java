package dev.livegrad.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.livegrad.run.DutyCycle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The lab's queue under a clock of our own, each answer taking as long as the test says. */
final class FairQueueTest {
  private static final long MILLI = 1_000_000;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> answered = new ArrayList<>();
  private final Map<String, Integer> refused = new HashMap<>();
  private int made;
  private long now;
  private long worked;
  private long cost = MILLI;
  private long costOfSending;
  private final DutyCycle cycle = FairQueue.cycle(() -> now);
  private final FairQueue queue = queue();

  @Test
  void questionsAreAnsweredInTheirOrder() {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ask("viewer " + i, "question " + i);
      asked.add("question " + i);
    }
    run();
    assertEquals(asked, answered);
  }

  @Test
  void aFewQuickQuestionsWaitForNobody() {
    cost = MILLI / 10;
    ask("a", "1");
    ask("b", "2");
    ask("c", "3");
    run();
    assertEquals(List.of("1", "2", "3"), answered);
    assertTrue(now < 2 * MILLI, "at " + now);
  }

  @Test
  void itWorksAFifthOfTheTimeAtMost() {
    for (int i = 0; i < 10; i++) {
      askAgainForEver(queue, "viewer " + i);
    }
    runUntil(10_000 * MILLI);
    assertTrue(worked <= now / FairQueue.PARTS + 10 * cost, worked + " in " + now);
    assertTrue(worked >= 0.9 * now / FairQueue.PARTS, worked + " in " + now);
    for (int i = 0; i < 10; i++) {
      String viewer = "viewer " + i;
      long answers = answered.stream().filter(viewer::equals).count();
      assertEquals(answered.size() / 10.0, answers, 1, "they take turns");
    }
  }

  @Test
  void twoQueuesTogetherWorkAFifthOfTheTimeAndWhatItTakesToSendCounts() {
    FairQueue other = queue();
    cost = MILLI / 2;
    costOfSending = MILLI / 2;
    for (int i = 0; i < 10; i++) {
      askAgainForEver(queue, "viewer " + i);
      askAgainForEver(other, "other " + i);
    }
    runUntil(10_000 * MILLI);
    assertTrue(worked <= now / FairQueue.PARTS + 20 * MILLI, worked + " in " + now);
    assertTrue(worked >= 0.9 * now / FairQueue.PARTS, worked + " in " + now);
    long others = answered.stream().filter(it -> it.startsWith("other")).count();
    assertEquals(0.5, (double) others / answered.size(), 0.1, "each has its half");
  }

  @Test
  void aQuestionThatTakesLongOnceDoesNotHoldUpTheOthersForLong() {
    cost = 2_000 * MILLI;
    ask("a", "slow");
    runUntil(1);
    cost = MILLI;
    ask("b", "quick");
    run();
    assertEquals(List.of("slow", "quick"), answered);
    assertTrue(now <= 2_300 * MILLI, "at " + now);
  }

  @Test
  void aNewerQuestionTakesTheOlderOnesPlaceInTheQueue() {
    keepBusy();
    ask("a", "a, old");
    ask("b", "b");
    ask("a", "a, new");
    assertEquals(Map.of("a, old", 409), refused);
    run();
    assertEquals(List.of("busy", "a, new", "b"), answered);
  }

  @Test
  void aFullQueueRefusesOthersAndStillLetsItsOwnAskAnew() {
    keepBusy();
    for (int i = 0; i < 20; i++) {
      ask("viewer " + i, "old " + i);
    }
    ask("late", "too many");
    assertEquals(Map.of("too many", 503), refused);
    ask("viewer 7", "new 7");
    run();
    assertTrue(answered.contains("new 7"));
    assertFalse(answered.contains("too many"));
    ask("late", "again");
    run();
    assertEquals("again", answered.getLast());
  }

  @Test
  void whoHasGoneIsNotAnswered() {
    keepBusy();
    Caller gone = new Caller("gone");
    queue.ask("a", gone);
    ask("b", "there");
    gone.gone = true;
    run();
    assertEquals(List.of("busy", "there"), answered);
  }

  @Test
  void whatTheAnswererThrowsIsToldAndTheNextIsAnswered() {
    Caller bad = new Caller("bad");
    queue.ask("a", bad);
    run();
    assertEquals("bad", bad.failure);
    ask("b", "good");
    run();
    assertEquals(List.of("good"), answered);
  }

  /** Whoever drags a slider sends where it is; whatever happens, its last place is answered. */
  @Test
  void everybodysLastQuestionIsAnsweredInTheEnd() {
    Random random = new Random(5);
    Map<String, String> last = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      cost = random.nextInt((int) (3 * MILLI));
      String viewer = "viewer " + random.nextInt(20);
      String question = viewer + ", " + i;
      ask(viewer, question);
      last.put(viewer, question);
      runUntil(now + random.nextInt((int) (4 * MILLI)));
    }
    run();
    assertEquals(20, last.size());
    assertTrue(answered.containsAll(last.values()));
    assertTrue(refused.values().stream().allMatch(status -> status == 409));
    assertEquals(3_000, answered.size() + refused.size(), "everybody hears something, once");
  }

  private void keepBusy() {
    ask("somebody", "busy");
  }

  private void ask(String viewer, String question) {
    queue.ask(viewer, new Caller(question));
  }

  private FairQueue queue() {
    return new FairQueue(20, this::answer, new VirtualWorker(), cycle, () -> now);
  }

  private void askAgainForEver(FairQueue queue, String viewer) {
    queue.ask(
        viewer,
        new Caller(viewer) {
          @Override
          public void answer(FairQueue.Reply reply) {
            super.answer(reply);
            events.add(new Event(now + MILLI, made++, () -> askAgainForEver(queue, viewer)));
          }
        });
  }

  private FairQueue.Reply answer(String question) {
    if (question.equals("bad")) {
      throw new IllegalStateException(question);
    }
    now += cost;
    worked += cost;
    return new FairQueue.Reply(200, question);
  }

  private void run() {
    runUntil(Long.MAX_VALUE);
  }

  private void runUntil(long end) {
    while (!events.isEmpty() && events.peek().time <= end) {
      Event event = events.remove();
      now = Math.max(now, event.time);
      event.task.run();
    }
    now = end == Long.MAX_VALUE ? now : Math.max(now, end);
  }

  private record Event(long time, int order, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time != other.time ? Long.compare(time, other.time) : order - other.order;
    }
  }

  /** Work begins when those who ask at the same time have asked. */
  private final class VirtualWorker implements FairQueue.Worker {
    @Override
    public <T> void work(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed) {
      later(
          0,
          () -> {
            T made;
            try {
              made = work.get();
            } catch (IllegalStateException e) {
              failed.accept(e);
              return;
            }
            done.accept(made);
          });
    }

    @Override
    public long workedNanos() {
      return worked;
    }

    @Override
    public void later(long nanos, Runnable task) {
      events.add(new Event(now + nanos, made++, task));
    }
  }

  private class Caller implements FairQueue.Request {
    private final String question;
    private boolean gone;
    private String failure = "";

    Caller(String question) {
      this.question = question;
    }

    @Override
    public String question() {
      return question;
    }

    @Override
    public boolean gone() {
      return gone;
    }

    @Override
    public void answer(FairQueue.Reply reply) {
      now += costOfSending;
      worked += costOfSending;
      if (reply.status() == 200) {
        answered.add(question);
      } else {
        refused.put(question, reply.status());
      }
    }

    @Override
    public void fail(Throwable cause) {
      failure = String.valueOf(cause.getMessage());
    }
  }
}
