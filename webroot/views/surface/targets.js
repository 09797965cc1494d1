import { classesOf } from '../../state/classes.js';
import { formatShort } from '../../ui/format.js';

/**
 * What a point can be given for its targets.
 * @typedef {{name: string, targets: (number | string)[]}} Kind
 */

/**
 * The kinds of points that a run can learn from: its classes; none where the target is any number; null where
 * there are several outputs for numbers.
 * @param {import('../../state/protocol.js').Welcome} run
 * @returns {Kind[] | null}
 */
export function targetsOf(run) {
  const outputs = run.spec.model?.layers.at(-1) ?? 1;
  const classes = classesOf(run);
  if (classes === null) {
    return outputs > 1 ? null : [];
  }
  const { names } = classes;
  if (run.classNames !== null) {
    return names.map((name) => ({ name, targets: [named(name)] }));
  }
  if (outputs > 1) {
    return names.map((name, own) => ({ name, targets: names.map((_, i) => Number(i === own)) }));
  }
  const both = [...new Set(run.targets?.map(([target]) => target + 0))].sort((a, b) => a - b);
  return both.length === 2 ? both.map((target) => ({ name: formatShort(target), targets: [target] })) : null;
}

/**
 * A class's name, as a number where it is one: in some data classes are numbers.
 * @param {string} name
 */
function named(name) {
  const number = Number(name);
  return String(number) === name && Number.isFinite(number) ? number : name;
}
