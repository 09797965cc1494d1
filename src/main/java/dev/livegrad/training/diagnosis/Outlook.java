package dev.livegrad.training.diagnosis;

import dev.livegrad.training.diagnosis.Probe.Trial;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A run whose loss hardly falls, and a trial of how it goes on.
 *
 * @param rates of the steps that follow, from 0 on
 * @param first the loss at step 0
 * @param same what comes of going on at these rates
 */
record Outlook(
    DiagnosisContext context,
    Experiments experiments,
    Statistics now,
    PastLosses past,
    IntToDoubleFunction rates,
    double first,
    Trial same) {
  /** What gets good in so many times the steps of a trial is no problem. */
  private static final int PATIENCE = 10;

  private static final int MOST_PATIENCE = 2_000;

  /** Goes on at {@code rates} for {@code steps} steps. */
  static Outlook of(
      DiagnosisContext context,
      Experiments experiments,
      Statistics now,
      PastLosses past,
      IntToDoubleFunction rates,
      double first,
      int steps) {
    Trial same = experiments.descend(now.parameters(), rates, steps);
    return new Outlook(context, experiments, now, past, rates, first, same);
  }

  /** The rate of the next step. */
  double rate() {
    return rates.applyAsDouble(0);
  }

  /** How many steps a trial has. */
  int steps() {
    return same.steps();
  }

  /** What is left of the present loss above the one that no parameters get below. */
  double above() {
    return context.excess(now.loss());
  }

  double above(Trial trial) {
    return context.excess(trial.loss());
  }

  /** Whether going on leaves the loss not good. */
  boolean staysBad() {
    return !context.isGood(same.loss(), first);
  }

  /** Whether going on hardly lowers the loss. */
  boolean stands() {
    return above(same) > (1 - PastLosses.HARDLY) * above();
  }

  /** A longer trial of how it goes on, where the budget has room for one. */
  Trial patient() {
    int most = Math.min(MOST_PATIENCE, experiments.steps(now.step()) / 2);
    int patient = Math.min(PATIENCE * steps(), most);
    return patient > steps() ? experiments.descend(now.parameters(), rates, patient) : same;
  }

  /** Whether it needs no more than patience. */
  boolean getsWell() {
    Trial patient = patient();
    return patient.steps() > steps() && context.isGood(patient.loss(), first);
  }

  /** Another trial. */
  Trial descend(double[] parameters, IntToDoubleFunction rates) {
    return experiments.descend(parameters, rates, steps());
  }

  /** How far a hundred of a trial's steps move a layer's parameters, as a share of their size. */
  double moved(int layer, Trial trial) {
    double[] from = now.parameters();
    double[] way = new double[from.length];
    Arrays.setAll(way, i -> trial.parameters()[i] - from[i]);
    ParameterLayout layout = context.layout();
    return layout.norm(way, layer) / layout.norm(from, layer) * 100 / trial.steps();
  }

  /** Whether the penalty's gradient is what keeps a layer's parameters from growing. */
  boolean penaltyPulls(int layer) {
    double pull = 2 * context.probe().l2() * context.layout().norm(now.parameters(), layer);
    return pull > 0.3 * context.layout().norm(now.gradients(), layer);
  }
}
