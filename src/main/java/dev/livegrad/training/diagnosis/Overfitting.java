package dev.livegrad.training.diagnosis;

import dev.livegrad.training.Evaluation;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.List;

/**
 * A network that learns its samples by heart: the test loss has risen well above its least while
 * the training loss went on falling.
 */
final class Overfitting {
  /** How far the test loss has risen, as a part of its least. */
  private static final double RISEN = 0.2;

  /** The same, as a part of the best constant output's loss: less is nothing. */
  private static final double WORTH_SAYING = 0.02;

  /** The training loss has fallen to this part of what it was where the test loss was least. */
  private static final double FALLEN = 0.9;

  private final DiagnosisContext context;
  private Memory memory = new Memory(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Where the test loss was least, as far as it was looked at.
   *
   * @param training the loss of the training samples there
   */
  record Memory(long step, double least, double training) {}

  Overfitting(DiagnosisContext context) {
    this.context = context;
  }

  Memory memory() {
    return memory;
  }

  void restore(Memory memory) {
    this.memory = memory;
  }

  /**
   * @param test how the network of {@code now} does on samples that it doesn't learn from
   */
  List<Finding> in(Statistics now, Evaluation test) {
    if (!(test.loss() > memory.least())) {
      memory = new Memory(now.step(), test.loss(), now.dataLoss());
      return List.of();
    }
    double rise = test.loss() - memory.least();
    boolean risen = rise > RISEN * memory.least() && rise > WORTH_SAYING * context.testBaseline();
    return risen && now.dataLoss() < FALLEN * memory.training()
        ? List.of(finding(now, test))
        : List.of();
  }

  private Finding finding(Statistics now, Evaluation test) {
    String text =
        "The test loss was least at step %,d, %s. At step %,d it is %s, while the training loss went on falling, from %s to %s: the network learns its samples by heart."
            .formatted(
                memory.step(),
                Wording.shown(memory.least()),
                now.step(),
                Wording.shown(test.loss()),
                Wording.shown(memory.training()),
                Wording.shown(now.dataLoss()));
    String where = ParameterLayout.name(context.layout().layers() - 1);
    return new Finding(memory.step(), Kind.OVERFITTING, Severity.NOTE, where, text);
  }
}
