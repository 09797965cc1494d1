package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Finding.Kind;
import dev.livegrad.training.diagnosis.Finding.Severity;
import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.List;

/**
 * The gradient hardly moves the parameters of some layer, nothing was learned but the best
 * constant, which is so after a long trial too, and the same network with other first parameters
 * learns more: at the flat place between valleys where equal inputs' errors cancel, or behind ReLUs
 * that are never on together.
 */
final class Stuck {
  /** Above this share of the baseline nothing was learned but the best constant. */
  private static final double NOTHING_LEARNED = 0.9;

  /** Networks with other first parameters have to get below this share of the loss. */
  private static final double CLEARLY_DRAWN = 0.7;

  static final int DRAWS = 4;

  /** At a rate where the run is stuck others may be stuck too. */
  private static final double GENTLER = 0.1;

  private Stuck() {}

  /**
   * @param last whether there will be no more steps to wait for
   */
  static List<Finding> in(Outlook outlook, boolean last) {
    DiagnosisContext context = outlook.context();
    double best = context.excess(context.baseline());
    boolean constant = outlook.above() >= NOTHING_LEARNED * best;
    if (!(constant && outlook.stands() && (last || outlook.past().stood()))) {
      return List.of();
    }
    Trial patient = outlook.patient();
    int stillest = 0;
    for (int layer = 1; layer < context.layout().layers(); layer++) {
      boolean stiller = outlook.moved(layer, patient) < outlook.moved(stillest, patient);
      stillest = stiller ? layer : stillest;
    }
    double moved = outlook.moved(stillest, patient);
    boolean still = moved < Vanishing.STILL && outlook.above(patient) >= NOTHING_LEARNED * best;
    if (!still || outlook.penaltyPulls(stillest)) {
      return List.of();
    }
    double enough = CLEARLY_DRAWN * outlook.above(patient);
    double drawn = drawn(outlook, 1);
    boolean gently = !(drawn < enough);
    if (gently) {
      drawn = drawn(outlook, GENTLER);
    }
    if (!(drawn < enough)) {
      return List.of();
    }
    String text =
        "The gradient moves the parameters of layer %d by %s%% of their size in a hundred steps. The loss is %s, near the %s of the best output that is the same for every sample; with other first parameters this network comes to %s in %d steps%s."
            .formatted(
                stillest + 1,
                Wording.shown(100 * moved),
                Wording.shown(outlook.now().loss()),
                Wording.shown(context.baseline()),
                Wording.shown(drawn + context.unreachable().floor()),
                outlook.steps(),
                gently ? " at a tenth of the rate" : "");
    return List.of(
        new Finding(
            outlook.past().since(),
            Kind.VANISHING,
            Severity.PROBLEM,
            ParameterLayout.name(stillest),
            text));
  }

  /** The least that networks with other first parameters come to, at a share of the rates. */
  private static double drawn(Outlook outlook, double share) {
    double drawn = Double.POSITIVE_INFINITY;
    for (int draw = 1; draw <= DRAWS; draw++) {
      double[] first = outlook.context().drawParameters(draw);
      Trial trial = outlook.descend(first, i -> share * outlook.rates().applyAsDouble(i));
      drawn = Math.min(drawn, outlook.above(trial));
    }
    return drawn;
  }
}
