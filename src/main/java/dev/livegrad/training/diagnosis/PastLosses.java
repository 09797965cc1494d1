package dev.livegrad.training.diagnosis;

import java.util.ArrayList;
import java.util.List;

/**
 * How the loss went from look to look, each counted from the least that the targets allow.
 *
 * @param marks by step
 */
record PastLosses(List<Mark> marks) {
  static final PastLosses NONE = new PastLosses(List.of());

  /** A loss that fell by less than this share in the later half of the steps falls little. */
  static final double FALLS_LITTLE = 0.3;

  /** A loss that changes by less than this share hardly moves. */
  static final double HARDLY = 0.1;

  /** A loss has to stand for this many steps, since many runs begin with a short plateau. */
  private static final int LONG = 100;

  private static final int MOST = 400;

  record Mark(long step, double above) {}

  PastLosses {
    marks = List.copyOf(marks);
  }

  /** These and one more. */
  PastLosses and(long step, double above) {
    List<Mark> more = new ArrayList<>(marks);
    more.add(new Mark(step, above));
    if (more.size() > MOST) {
      // Every second one is enough of what is long past.
      for (int i = MOST / 2; i > 0; i -= 2) {
        more.remove(i);
      }
    }
    return new PastLosses(more);
  }

  /** The share by which the loss fell in the later half of the steps. */
  double fallen() {
    double then = marks.getFirst().above();
    for (Mark mark : marks) {
      then = mark.step() <= half() ? mark.above() : then;
    }
    return 1 - now().above() / then;
  }

  /** Whether the loss was much the same all through the later half of many steps. */
  boolean stood() {
    return now().step() - marks.getFirst().step() >= LONG
        && marks.stream()
            .filter(mark -> mark.step() >= half())
            .allMatch(mark -> Math.abs(mark.above() / now().above() - 1) < HARDLY);
  }

  /** Since when the loss has been within a third of where it is now. */
  long since() {
    long since = now().step();
    for (int i = marks.size() - 1;
        i >= 0 && marks.get(i).above() * (1 - FALLS_LITTLE) <= now().above();
        i--) {
      since = marks.get(i).step();
    }
    return since;
  }

  private Mark now() {
    return marks.getLast();
  }

  private long half() {
    long begin = marks.getFirst().step();
    return begin + (now().step() - begin) / 2;
  }
}
