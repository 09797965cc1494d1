package dev.livegrad.server.http;

import dev.livegrad.protocol.Encoder;
import dev.livegrad.run.DutyCycle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A queue of questions that one thread answers in a small part of its time, so that training has
 * the rest of it. A viewer has one place in the queue: his newer question replaces the older one.
 * Belongs to one event loop.
 */
final class FairQueue {
  /** Answers take one part of this many of the time. */
  static final int PARTS = 5;

  /** How much may be done in advance, so that a few quick questions wait for no timer. */
  private static final long SLACK_NANOS = 5_000_000;

  private static final long MAX_REST_NANOS = 250_000_000;

  /** Questions that are handed over together, since that takes as long as a short answer. */
  private static final int BATCH = 8;

  private final int maxWaiting;
  private final Function<String, Reply> answerer;
  private final Worker worker;
  private final LongSupplier nanoTime;

  private final DutyCycle cycle;
  private final Map<Object, Request> queue = new LinkedHashMap<>();
  private boolean occupied;

  /** A question that waits for its answer. */
  interface Request {
    String question();

    /** Whether nobody waits for the answer any more. */
    boolean gone();

    void answer(Reply reply);

    /** The answerer threw something. */
    void fail(Throwable cause);
  }

  /** A status of HTTP and one line of JSON. */
  record Reply(int status, String json) {
    static Reply error(int status, String error) {
      return new Reply(status, Encoder.write(Map.of("error", error)));
    }
  }

  /** The thread that answers, and how time passes there. */
  interface Worker {
    /** Runs {@code work} on the thread, and what follows on the event loop again. */
    <T> void work(Supplier<T> work, Consumer<T> done, Consumer<Throwable> failed);

    /**
     * The processor's time that the calling thread has used so far: to have waited for others that
     * share the processor is no work.
     */
    long workedNanos();

    /** Runs {@code task} on the event loop after that time. */
    void later(long nanos, Runnable task);
  }

  private record Work(List<Reply> replies, long nanos) {}

  /**
   * @param maxWaiting how many may wait
   * @param answerer runs on the worker's thread
   * @param cycle as {@link #cycle} makes it; queues that have the same one share its time
   * @param nanoTime as {@link System#nanoTime}
   */
  FairQueue(
      int maxWaiting,
      Function<String, Reply> answerer,
      Worker worker,
      DutyCycle cycle,
      LongSupplier nanoTime) {
    this.maxWaiting = maxWaiting;
    this.answerer = answerer;
    this.worker = worker;
    this.nanoTime = nanoTime;
    this.cycle = cycle;
  }

  /** The time that answers may take. */
  static DutyCycle cycle(LongSupplier nanoTime) {
    return new DutyCycle(PARTS, MAX_REST_NANOS, nanoTime.getAsLong());
  }

  /**
   * Adds a request, or refuses it with 503 where there is no room. One that is replaced is answered
   * with 409.
   */
  void ask(Object viewer, Request request) {
    if (queue.size() >= maxWaiting && !queue.containsKey(viewer)) {
      request.answer(
          Reply.error(503, "the lab is busy: %d questions wait".formatted(queue.size())));
      return;
    }
    Request older = queue.put(viewer, request);
    if (older != null) {
      older.answer(Reply.error(409, "a newer question has taken this one's place"));
    }
    turn();
  }

  private void turn() {
    if (occupied || queue.isEmpty()) {
      return;
    }
    long rest = cycle.nanosLeft(nanoTime.getAsLong());
    if (rest > SLACK_NANOS) {
      occupied = true;
      long due = cycle.due();
      worker.later(
          rest,
          () -> {
            cycle.rested(due, nanoTime.getAsLong());
            goOn();
          });
      return;
    }
    List<Request> requests = next();
    if (!requests.isEmpty()) {
      occupied = true;
      worker.work(
          () -> answer(requests),
          work -> {
            tell(requests, work);
            goOn();
          },
          cause -> {
            requests.forEach(request -> request.fail(cause));
            goOn();
          });
    }
  }

  private void goOn() {
    occupied = false;
    turn();
  }

  private List<Request> next() {
    List<Request> requests = new ArrayList<>();
    for (Iterator<Request> all = queue.values().iterator();
        all.hasNext() && requests.size() < BATCH; ) {
      Request request = all.next();
      all.remove();
      if (!request.gone()) {
        requests.add(request);
      }
    }
    return requests;
  }

  private Work answer(List<Request> requests) {
    long before = worker.workedNanos();
    List<Reply> replies = requests.stream().map(Request::question).map(answerer).toList();
    return new Work(replies, worker.workedNanos() - before);
  }

  /** To compress and send the answers is a good part of the work. */
  private void tell(List<Request> requests, Work work) {
    long before = worker.workedNanos();
    for (int i = 0; i < requests.size(); i++) {
      requests.get(i).answer(work.replies().get(i));
    }
    long nanos = work.nanos() + worker.workedNanos() - before;
    cycle.worked(nanoTime.getAsLong() - nanos, nanos);
  }
}
