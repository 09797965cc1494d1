package dev.livegrad.training.diagnosis;

/**
 * The losses of all steps, summed up in windows of {@value #WINDOW}. This is all that the diagnosis
 * does at every step: a few additions.
 */
final class LossTrace {
  static final int WINDOW = 16;

  /** The number of losses in the present window. */
  private int count;

  private double last = Double.NaN;
  private boolean fell;
  private int turns;
  private double climbed;
  private double sum;

  private Window closed = Window.NONE;
  private Window before = Window.NONE;

  /**
   * Some steps in a row.
   *
   * @param turns how often a fall was followed by a rise
   * @param climbed all rises together
   * @param mean of the losses
   */
  record Window(int steps, int turns, double climbed, double mean) {
    static final Window NONE = new Window(0, 0, 0, 0);

    /** Whether the loss goes up and down again and again, by 2% of its mean a step or more. */
    boolean swings() {
      return risesBy(0.02);
    }

    /** The same by a tenth of that: as between the walls of a narrow valley. */
    boolean ripples() {
      return risesBy(0.002);
    }

    /**
     * @param share the least average rise of a step, as a share of the mean
     */
    private boolean risesBy(double share) {
      return steps >= WINDOW / 2 && 5 * turns >= steps && climbed >= share * steps * mean;
    }
  }

  /** All of it. */
  record Memory(
      int count,
      double last,
      boolean fell,
      int turns,
      double climbed,
      double sum,
      Window closed,
      Window before) {}

  Memory memory() {
    return new Memory(count, last, fell, turns, climbed, sum, closed, before);
  }

  void restore(Memory memory) {
    count = memory.count();
    last = memory.last();
    fell = memory.fell();
    turns = memory.turns();
    climbed = memory.climbed();
    sum = memory.sum();
    closed = memory.closed();
    before = memory.before();
  }

  /** The same with the present window completed, if there is something in it. */
  LossTrace atTheEnd() {
    LossTrace trace = new LossTrace();
    trace.restore(memory());
    trace.close();
    return trace;
  }

  /**
   * Takes the loss of the next step.
   *
   * @return whether that completed a window
   */
  boolean add(double loss) {
    double change = loss - last;
    if (change > 0) {
      climbed += change;
      turns += fell ? 1 : 0;
    }
    fell = change < 0 || (fell && change == 0);
    last = loss;
    sum += loss;
    count++;
    if (count < WINDOW) {
      return false;
    }
    close();
    return true;
  }

  /** Completes the present window, if there is something in it. */
  private void close() {
    if (count > 0) {
      before = closed;
      closed = new Window(count, turns, climbed, sum / count);
      count = 0;
      turns = 0;
      climbed = 0;
      sum = 0;
    }
  }

  /** Forgets all losses: the rate or a parameter was set. */
  void restart() {
    close();
    closed = Window.NONE;
    before = Window.NONE;
    last = Double.NaN;
    fell = false;
  }

  /** The last complete window. */
  Window closed() {
    return closed;
  }

  /** The one before it. */
  Window before() {
    return before;
  }
}
