/**
 * The loss that a run begins with, while no step has told it: the figures of its health do.
 * @param {Pick<import('./store.js').State, 'series' | 'health'>} state
 * @returns {number | null} null after the first step, and where it isn't known yet
 */
export function firstLoss({ series, health }) {
  const { latest } = health;
  return series.last === undefined && latest?.step === 0 ? latest.loss : null;
}
