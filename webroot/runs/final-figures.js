import { formatAccuracy, formatCount, formatLoss } from '../ui/format.js';

/**
 * A run that is compared, as far as its figures go.
 * @typedef {object} Measured
 * @property {Pick<import('../state/runs-api.js').Run, 'spec'>} run
 * @property {import('../state/series.js').Series} series
 *
 * A part of a cell: a figure, what it differs by, or why there is none.
 * @typedef {{text: string, quiet?: boolean, reason?: string}} Part
 */

/** Why a figure is missing. */
const NO_STEP = 'no step is made yet';
const NO_CLASSES = 'its targets are not classes';
const NO_TEST = 'it has no test set';

/**
 * The figures that runs ended with, or have come to; those that none of them has are left out.
 * @param {Measured[]} runs
 * @param {Measured | undefined} baseline what the others are measured by
 * @returns {{label: string, cells: (run: Measured) => Part[]}[]}
 */
export function finalFigures(runs, baseline) {
  const isCounted = runs.some(({ series }) => (series.last?.accuracy ?? null) !== null);
  const tests = runs.flatMap(({ series }) => series.tested() ?? []);
  const isTestCounted = tests.some(({ testAccuracy }) => (testAccuracy ?? null) !== null);
  /**
   * @param {string} label
   * @param {(series: import('../state/series.js').Series) => number | null} of
   * @param {(run: Measured) => string} reason why there is none
   * @param {(value: number) => string} format
   * @param {(size: number) => string} formatDifference
   * @param {(run: Measured) => string} kind only figures of the same kind differ by something
   */
  const column = (label, of, reason, format, formatDifference, kind) => ({
    label,
    cells: (/** @type {Measured} */ run) => {
      const value = of(run.series);
      if (value === null) {
        return [{ text: '–', reason: reason(run) }];
      }
      const test = label.startsWith('Test') ? run.series.tested() : undefined;
      return [{ text: format(value) }, ...behind(run, test), ...(baseline === undefined || baseline === run || kind(run) !== kind(baseline) ? [] : [{ text: differenceOf(value, of(baseline.series), formatDifference), quiet: true }])];
    },
  });
  return [
    column('Loss', ({ last }) => last?.loss ?? null, () => NO_STEP, formatLoss, formatLoss, penalizedLossOf),
    ...(isCounted ? [column('Accuracy', ({ last }) => last?.accuracy ?? null, whyNotCounted, formatAccuracy, formatPoints, () => '')] : []),
    ...(tests.length > 0 ? [column('Test loss', (series) => series.tested()?.testLoss ?? null, whyNotTested, formatLoss, formatLoss, lossOf)] : []),
    ...(isTestCounted ? [column('Test accuracy', (series) => series.tested()?.testAccuracy ?? null, (run) => (run.series.tested() === undefined ? whyNotTested(run) : NO_CLASSES), formatAccuracy, formatPoints, () => '')] : []),
  ];
}

/**
 * The losses that runs have, each once: the heights of different ones say nothing beside each other.
 * @param {Measured[]} runs
 */
export function lossesOf(runs) {
  return [...new Set(runs.map(lossOf))];
}

/** @param {Measured} run */
function lossOf({ run }) {
  const { name, reduction } = run.spec.loss;
  return `${reduction} of ${name}`;
}

/** With what the test loss leaves out. @param {Measured} one */
function penalizedLossOf(one) {
  const { l1 = 0, l2 = 0 } = one.run.spec.loss;
  return `${lossOf(one)}, ${l1}, ${l2}`;
}

/** A difference of two percentages. @param {number} size */
function formatPoints(size) {
  return `${(100 * size).toFixed(1)} points`;
}

/**
 * The step of a test that is older than the last loss: while a run trains, and where it diverged.
 * @param {Measured} run
 * @param {import('../state/series.js').Entry | undefined} test
 * @returns {Part[]}
 */
function behind({ series }, test) {
  return test === undefined || test === series.last ? [] : [{ text: `by step ${formatCount(test.step)}`, quiet: true }];
}

/** @param {Measured} run */
function whyNotCounted({ series }) {
  return series.last === undefined ? NO_STEP : NO_CLASSES;
}

/** @param {Measured} run */
function whyNotTested({ run, series }) {
  return series.last === undefined ? NO_STEP : run.spec.data?.split ? 'it was no number' : NO_TEST;
}

/**
 * @param {number} value
 * @param {number | null} baseline
 * @param {(value: number) => string} format
 */
function differenceOf(value, baseline, format) {
  const by = baseline === null ? NaN : value - baseline;
  return Number.isNaN(by) ? '–' : by === 0 ? 'the same' : `${by > 0 ? '+' : '−'}${format(Math.abs(by))}`;
}
