/**
 * A rectangle of the canvas and what it shows.
 * @typedef {object} Axes
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number[]} from the value of x at the left, of y at the bottom
 * @property {number[]} to the value of x at the right, of y at the top
 */

/**
 * Room for a picture with numbers and names at its left and bottom.
 * @param {number} width of the canvas
 * @param {number} height of the canvas
 * @param {number} text the size of its letters
 * @param {number[]} from
 * @param {number[]} to
 * @returns {Axes}
 */
export function makeAxes(width, height, text, from, to) {
  const left = 3.6 * text;
  const top = 0.75 * text;
  return { left, top, width: width - left - 0.75 * text, height: height - top - 2.6 * text, from, to };
}

/**
 * Where a value stands on the canvas.
 * @param {Axes} axes
 * @param {number} x
 * @param {number} y
 */
export function pixel({ left, top, width, height, from, to }, x, y) {
  return {
    x: left + (width * (x - from[0])) / (to[0] - from[0]),
    y: top + height * (1 - (y - from[1]) / (to[1] - from[1])),
  };
}

/**
 * The values at a place of the canvas; null outside.
 * @param {Axes} axes
 * @param {number} x
 * @param {number} y
 */
export function valueAt({ left, top, width, height, from, to }, x, y) {
  const across = (x - left) / width;
  const up = 1 - (y - top) / height;
  return across < 0 || across > 1 || up < 0 || up > 1
    ? null
    : { x: from[0] + across * (to[0] - from[0]), y: from[1] + up * (to[1] - from[1]) };
}

/**
 * About four round numbers within a range.
 * @param {number} from
 * @param {number} to
 */
export function ticks(from, to) {
  const rough = (to - from) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((nice) => nice * power >= rough) ?? 10);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/**
 * The range of outputs and targets, with a margin.
 * @param {Float64Array} values
 * @param {import('./samples.js').Sample[]} samples
 * @returns {[number, number]}
 */
export function extent(values, samples) {
  const all = [...values, ...samples.flatMap(({ target, output }) => [target, output ?? target]), 0].filter(Number.isFinite);
  const least = all.reduce((a, b) => Math.min(a, b));
  const greatest = all.reduce((a, b) => Math.max(a, b));
  const margin = greatest > least ? 0.08 * (greatest - least) : 1;
  return [least - margin, greatest + margin];
}
