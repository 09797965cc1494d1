package dev.livegrad.training.diagnosis;

import dev.livegrad.nn.Activation;
import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.List;

/**
 * The gradient of some layer is so faint that the loss stands: a problem where it would stand all
 * through another trial, and a note where it has stood for long, even if it is about to fall.
 */
final class Vanishing {
  /** A layer's gradient below this share of the output's is faint. */
  private static final double FAINT = 0.02;

  /** And below this it vanishes, even if the loss could still fall. */
  private static final double VERY_FAINT = 0.005;

  /** A layer stands still if a hundred steps move its parameters by less than this share. */
  static final double STILL = 0.01;

  /** The same where the gradient is very faint, which is stronger evidence. */
  private static final double HARDLY_MOVING = 0.05;

  private static final int SAMPLES = 24;

  private Vanishing() {}

  /**
   * @param slow whether a higher rate would do better, which explains the plateau as well: a faint
   *     gradient is then told only if it is very faint
   */
  static List<Finding> in(Outlook outlook, boolean slow) {
    Statistics now = outlook.now();
    DiagnosisContext context = outlook.context();
    ParameterLayout layout = context.layout();
    boolean stands = outlook.staysBad() && outlook.stands();
    if (!(stands || outlook.past().stood())
        || layout.layers() == 1
        || layout.activation(0) == Activation.RELU) {
      return List.of();
    }
    double[] signals = outlook.experiments().signals(now.parameters(), SAMPLES);
    int faintest = 0;
    for (int layer = 1; layer < signals.length; layer++) {
      faintest = signals[layer] < signals[faintest] ? layer : faintest;
    }
    double share = signals[faintest] / signals[layout.last()];
    boolean stays = outlook.moved(faintest, outlook.same()) < STILL;
    double ratio = updateRatio(faintest, outlook);
    boolean stayed = 100 * ratio < HARDLY_MOVING;
    boolean vanishing =
        share < VERY_FAINT ? stays || stayed : share < FAINT && stays && stands && !slow;
    if (!vanishing || outlook.penaltyPulls(faintest)) {
      return List.of();
    }
    long since = outlook.past().since();
    String text =
        "Of the gradient at the output's sum, %s%% arrives in layer %d: a step changes its parameters by %s%% of their size. The loss is %s, and has been near it since step %d."
            .formatted(
                Wording.shown(100 * share),
                faintest + 1,
                Wording.shown(100 * ratio),
                Wording.shown(now.loss()),
                since);
    return List.of(
        new Finding(
            since,
            Kind.VANISHING,
            stands ? Severity.PROBLEM : Severity.NOTE,
            ParameterLayout.name(faintest),
            text));
  }

  /** How far one step moves a layer's parameters, as a share of their size. */
  private static double updateRatio(int layer, Outlook outlook) {
    ParameterLayout layout = outlook.context().layout();
    Statistics now = outlook.now();
    return outlook.rate()
        * layout.norm(now.gradients(), layer)
        / layout.norm(now.parameters(), layer);
  }
}
