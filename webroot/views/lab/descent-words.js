import { formatShort } from '../../ui/format.js';

/** A ball that moves by less than this part of the picture rests. */
const REST = 1e-4;

/**
 * @typedef {import('./answer.js').Descent} Descent
 *
 * @typedef {object} Scene what a move is told with
 * @property {number} rate
 * @property {string[]} names of the leaves
 * @property {string} output the result's name
 * @property {number} reach how far the picture goes to both sides of 0
 * @property {number} goal the place at which rolling ends
 */

/**
 * How the descent goes on.
 * @param {Descent} path
 */
export function aboutCourse({ course, outputs, gradients }) {
  const [first, last] = [outputs[0], outputs[outputs.length - 1]];
  switch (course) {
    case 'flat':
      return 'The slope is 0 here: the ball stays where it is.';
    case 'falling':
      return rises(outputs.map((output) => -output))
        ? 'Rolls down: each move is lower than the one before, on the same side.'
        : 'Goes down in the end, but not with every move: some are so long that they lead up another slope.';
    case 'overshooting':
      return `Overshoots: a move is so long that the ball jumps over a lowest place to the other side. It ${last < first ? 'still gets lower' : 'gets no lower'}.`;
    case 'diverging':
      if (!(last > first)) {
        return 'Diverges: the next move leads to where there is no number any more.';
      }
      return rises(outputs) && rises(gradients.map((gradient) => Math.hypot(...gradient)))
        ? 'Diverges: each jump lands higher up, where it is steeper still, so the next jump is longer.'
        : 'Gets no lower: the moves are so long that the ball is higher in the end than it began.';
  }
}

/**
 * Whether none is smaller than the one before it, but for rounding.
 * @param {number[]} numbers
 */
function rises(numbers) {
  const sizes = numbers.map(Math.abs);
  const slack = 1e-9 * (Math.max(...numbers) - Math.min(...numbers)) + 1e-12 * Math.max(...sizes);
  return numbers.every((number, i) => i === 0 || number >= numbers[i - 1] - slack);
}

/**
 * Which rates are too high, and why, where that is known.
 * @param {Descent} path
 * @param {string[]} names
 * @param {string} output
 */
export function aboutCurvature({ curvature }, names, output) {
  if (curvature === null) {
    return '';
  }
  const [bend, jump, lost] = [curvature, 1 / curvature, 2 / curvature].map((number) => formatShort(number, 3));
  const unit = names.length === 1 ? `for each unit of ${names[0]}` : 'for each unit, where it is bent most';
  return `The slope of ${output} changes by ${bend} ${unit}. So a rate above 1/${bend} = ${jump} jumps over the lowest place, and one above 2/${bend} = ${lost} diverges.`;
}

/**
 * The move that led to a place, as a formula with its numbers; at the start the rule.
 * @param {Descent} path
 * @param {number} place
 * @param {Scene} scene
 */
export function aboutMove({ values, outputs, gradients, course }, place, { rate, names, output, reach, goal }) {
  if (values.length === 0) {
    return 'There is no finite gradient here.';
  }
  if (place === 0) {
    const rules = names.map((name) => `${name} := ${name} − rate · grad of ${name}`);
    return `Each move: ${rules.join(', ')}.`;
  }
  const sums = names.map(
    (name, i) =>
      `${name} := ${formatShort(values[place - 1][i])} − ${formatShort(rate)} · ${bracketed(gradients[place - 1][i])} = ${formatShort(values[place][i])}`,
  );
  const told = `Move ${place}: ${sums.join(', ')}. ${output} = ${formatShort(outputs[place])}.`;
  if (values[place].some((after) => Math.abs(after) > reach)) {
    return `${told} The ball has left the picture.`;
  }
  return place === goal && course !== 'diverging' && rests(gradients[place], rate, reach)
    ? `${told} The ball rests: the slope is nearly 0.`
    : told;
}

/**
 * The move after which there is nothing more to see of a path.
 * @param {Descent} path
 * @param {number} rate
 * @param {number} reach
 */
export function restOf({ values, gradients, course }, rate, reach) {
  const end = Math.max(0, values.length - 1);
  const over = values.findIndex(
    (place, i) =>
      (course === 'diverging' && place.some((one) => Math.abs(one) > reach)) ||
      (course !== 'diverging' && i > 0 && rests(gradients[i], rate, reach)),
  );
  return over < 0 ? end : over;
}

/**
 * @param {number[]} slopes
 * @param {number} rate
 * @param {number} reach
 */
function rests(slopes, rate, reach) {
  return slopes.every((slope) => Math.abs(slope) * rate < REST * reach && Math.abs(slope) < 0.01);
}

/** @param {number} value */
function bracketed(value) {
  return value < 0 ? `(${formatShort(value)})` : formatShort(value);
}
