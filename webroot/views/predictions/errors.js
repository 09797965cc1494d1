import { formatCounted, formatShort, formatSigned } from '../../ui/format.js';

/**
 * How far an output is from its targets.
 * @typedef {object} Errors
 * @property {number} samples those of which the output is a number
 * @property {number} rms the root of the errors' mean square
 * @property {number | null} r2 the share of the targets' variance that the output explains; null where all targets are the same
 * @property {number} worst the sample with the largest error; -1 for none
 */

/**
 * @param {number[]} targets
 * @param {number[]} outputs
 * @returns {Errors}
 */
export function errorsOf(targets, outputs) {
  const known = targets.map((_, i) => i).filter((i) => Number.isFinite(outputs[i]));
  const error = (/** @type {number} */ i) => outputs[i] - targets[i];
  const sum = (/** @type {(i: number) => number} */ of) => known.reduce((total, i) => total + of(i), 0);
  const mean = sum((i) => targets[i]) / known.length;
  const squares = sum((i) => error(i) ** 2);
  const variance = sum((i) => (targets[i] - mean) ** 2);
  return {
    samples: known.length,
    rms: Math.sqrt(squares / known.length),
    r2: variance > 0 ? 1 - squares / variance : null,
    worst: known.reduce((worst, i) => (worst < 0 || Math.abs(error(i)) > Math.abs(error(worst)) ? i : worst), -1),
  };
}

/**
 * @param {Errors} errors
 * @param {number[]} targets
 * @param {number[]} outputs
 * @param {boolean} [test] whether the samples are those of the test
 */
export function describeErrors({ samples, rms, r2, worst }, targets, outputs, test = false) {
  if (worst < 0) {
    return 'No output is a number.';
  }
  return (
    `${formatCounted(samples, test ? 'test sample' : 'sample')}: root mean square error ${formatShort(rms, 4)}` +
    (r2 === null ? '' : `, R² ${formatShort(r2, 4)} (1 is perfect; 0 is no better than always predicting the mean target)`) +
    `; the largest error is ${formatSigned(outputs[worst] - targets[worst])}, of ${test ? 'test sample' : 'sample'} ${worst}.`
  );
}
