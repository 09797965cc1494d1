package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import java.util.List;

/**
 * No gradient moves the parameters of some layer, nothing was learned but the best constant, and
 * the same network with other first parameters learns more: at the flat place between valleys where
 * equal inputs' errors cancel, or behind ReLUs that are never on together.
 */
final class Stuck {
  /** A layer doesn't move at all if a hundred steps move its parameters by less than this share. */
  private static final double UNMOVED = 1e-4;

  /** Above this share of the baseline nothing was learned but the best constant. */
  private static final double NOTHING_LEARNED = 0.9;

  /** Networks with other first parameters have to get below this share of the loss. */
  private static final double CLEARLY_DRAWN = 0.7;

  static final int DRAWS = 4;

  private Stuck() {}

  static List<Finding> in(Outlook outlook) {
    DiagnosisContext context = outlook.context();
    double best = context.excess(context.baseline());
    boolean constant = outlook.above() >= NOTHING_LEARNED * best;
    if (!(constant && outlook.stands() && outlook.past().stood())) {
      return List.of();
    }
    int stillest = 0;
    for (int layer = 1; layer < context.shape().layers(); layer++) {
      stillest = outlook.moved(layer) < outlook.moved(stillest) ? layer : stillest;
    }
    double moved = outlook.moved(stillest);
    if (!(moved < UNMOVED) || outlook.penaltyPulls(stillest)) {
      return List.of();
    }
    double drawn = Double.POSITIVE_INFINITY;
    for (int draw = 1; draw <= DRAWS; draw++) {
      double above = outlook.above(outlook.descend(context.drawn(draw), outlook.rates()));
      drawn = Math.min(drawn, above);
    }
    if (!(drawn < CLEARLY_DRAWN * outlook.above(outlook.same()))) {
      return List.of();
    }
    String text =
        "The gradient moves the parameters of layer %d by %s%% of their size in a hundred steps. The loss is %s, near the %s of the best output that is the same for every sample; with other first parameters this network comes to %s in %d steps."
            .formatted(
                stillest + 1,
                Wording.shown(100 * moved),
                Wording.shown(outlook.now().loss()),
                Wording.shown(context.baseline()),
                Wording.shown(drawn + context.unreachable().floor()),
                outlook.steps());
    return List.of(
        new Finding(
            outlook.past().since(), Kind.VANISHING, Severity.PROBLEM, Shape.name(stillest), text));
  }
}
