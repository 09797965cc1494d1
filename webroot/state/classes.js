import { formatShort } from '../ui/format.js';

/**
 * The classes that a run's samples belong to.
 * @typedef {object} Classes
 * @property {string[]} names
 * @property {(row: number[]) => number} of the class that a sample's targets name, or its outputs tell; -1 where an output is no number
 */

/** @type {WeakMap<import('./protocol.js').Welcome, Classes | null>} */
const known = new WeakMap();

/**
 * With one output, two classes that a boundary parts; with several, a class for each, told by the largest.
 * @param {import('./protocol.js').Welcome} run
 * @returns {Classes | null} null where the targets are numbers
 */
export function classesOf(run) {
  let found = known.get(run);
  if (found === undefined) {
    found = find(run);
    known.set(run, found);
  }
  return found;
}

/** @param {import('./protocol.js').Welcome} run */
function find(run) {
  const outputs = run.spec.model?.layers.at(-1) ?? 1;
  const { boundary, targets } = run;
  if (outputs > 1) {
    return isOneOfSeveral(run) ? { of: largest, names: run.classNames ?? Array.from({ length: outputs }, (_, i) => `output ${i + 1}`) } : null;
  }
  if (boundary === null) {
    return null;
  }
  const [low, high] = [...new Set(targets?.map(([target]) => target + 0))].sort((a, b) => a - b);
  const names = run.classNames ?? (high === undefined ? [`up to ${formatShort(boundary)}`, `above ${formatShort(boundary)}`] : [formatShort(low), formatShort(high)]);
  return { of: (/** @type {number[]} */ [value]) => (Number.isNaN(value) ? -1 : Number(value > boundary)), names };
}

/**
 * Whether each sample belongs to one class, which has an output of its own.
 * @param {import('./protocol.js').Welcome} run
 */
function isOneOfSeveral({ spec, classNames, targets }) {
  return (
    classNames !== null ||
    spec.loss.name === 'cross_entropy' ||
    targets?.every((row) => row.every((target) => target === 0 || target === 1) && row.filter((target) => target === 1).length === 1) === true
  );
}

/**
 * The place of the largest number; of equal ones, the first. -1 where one is none.
 * @param {number[]} row
 */
function largest(row) {
  return row.some(Number.isNaN) ? -1 : row.reduce((best, value, i) => (value > row[best] ? i : best), 0);
}

/**
 * Whether the server counts how many samples' classes are told: where targets are numbers there is no such share.
 * @param {Pick<import('./protocol.js').Welcome, 'spec' | 'boundary'>} run
 */
export function hasAccuracy({ spec, boundary }) {
  return boundary !== null || spec.loss.name === 'cross_entropy';
}

/**
 * How many samples of each class are told to be of each.
 * @param {Classes} classes
 * @param {number[][]} targets samples by outputs
 * @param {number[][]} outputs of the first samples
 */
export function confusionOf({ names, of }, targets, outputs) {
  const counts = names.map(() => names.map(() => 0));
  let right = 0;
  let untold = 0;
  outputs.forEach((row, sample) => {
    const told = of(row);
    const own = of(targets[sample]);
    if (told < 0) {
      untold++;
    } else {
      counts[own][told]++;
      right += Number(own === told);
    }
  });
  return { /** rows: a sample's own class; columns: the class that is told */ counts, right, untold, samples: outputs.length };
}
