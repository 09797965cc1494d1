import { formatCount, formatPower, formatTick } from '../ui/format.js';

/**
 * The scale of an axis. A place along the axis is the value itself on a linear scale, its logarithm on a logarithmic one.
 * @typedef {object} Scale
 * @property {number} min the place where the axis begins
 * @property {number} max the place where it ends
 * @property {boolean} [loose] whether the axis may end at round places beyond both
 * @property {(value: number) => number} place of a value
 * @property {(place: number) => number} value at a place
 * @property {{value: number, label: string}[]} [ticks] by their places; without them, Chart.js chooses
 * @property {(place: number) => string} [format] of a tick that Chart.js chose
 * @property {(value: number) => string} [tick] of a value that is chosen between powers of ten
 * @property {string} [unit] what it counts, where another one may have the same numbers
 * @property {number} [stepSize] between two of those
 * @property {boolean} [whole] whether there are no parts of 1
 */

/** The most numbers beside an axis. */
const MAX_TICKS = 7;

/** What is left below the least power of ten for zeros, as a share of the axis. */
const ZERO = 1 / 12;

/** How many steps `first` shows. */
export const FIRST = 100;

const same = (/** @type {number} */ value) => value;

/**
 * Values as they are. Both ends are moved outwards to a hundredth of the power of ten above their
 * distance, so that they don't move at every step.
 * @param {number} least
 * @param {number} greatest
 * @returns {Scale}
 */
export function linear(least, greatest) {
  const unit = 10 ** Math.ceil(Math.log10(greatest - least || 1)) / 100;
  const [min, max] = Number.isFinite(unit) && unit > 0 ? [Math.floor(least / unit) * unit, Math.ceil(greatest / unit) * unit] : [least, greatest];
  return { ...between(min, max), loose: true };
}

/**
 * Values as they are, from one end to the other.
 * @param {number} min
 * @param {number} max
 * @returns {Scale}
 */
export function between(min, max) {
  return { min, max, place: same, value: same, format: formatTick };
}

/**
 * Two axes on which one unit has the same length, so that a circle is one: the axis with room to spare shows more at
 * both of its ends.
 * @param {number[]} across the least and the greatest that are to be seen
 * @param {number[]} up
 * @param {number} width in pixels
 * @param {number} height
 * @returns {[Scale, Scale]}
 */
export function alike(across, up, width, height) {
  const unit = Math.max((across[1] - across[0]) / width, (up[1] - up[0]) / height);
  const around = (/** @type {number[]} */ [low, high], /** @type {number} */ extent) => between((low + high - extent) / 2, (low + high + extent) / 2);
  return [around(across, unit * width), around(up, unit * height)];
}

/**
 * Powers of ten. 0 is none of them: it has a place of its own, at the lower end.
 * @param {number[]} values those above 0 decide on the ends
 * @param {string} [unit] of the values, written behind them
 * @returns {Scale}
 */
export function powersOfTen(values, unit = '') {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const least = positive.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = positive.reduce((a, b) => Math.max(a, b), 0);
  const low = positive.length > 0 ? Math.floor(Math.log10(least)) : -1;
  const powers = positive.length > 0 ? Math.max(1, Math.ceil(Math.log10(greatest)) - low) : 1;
  const stride = Math.ceil(powers / (MAX_TICKS - 1));
  const high = low + stride * Math.ceil(powers / stride);
  const min = values.includes(0) ? low - ZERO * (high - low) : low;
  const ticks = [];
  for (let power = low; power <= high; power += stride) {
    ticks.push({ value: power, label: formatPower(power) + unit });
    // With few powers, the numbers between them too.
    for (const factor of powers <= 2 && power < high ? [2, 5] : []) {
      ticks.push({ value: power + Math.log10(factor), label: formatTick(factor * 10 ** power) + unit });
    }
  }
  if (min < low) {
    ticks.unshift({ value: min, label: `0${unit}` });
  }
  return {
    min,
    max: high,
    place: (value) => (value === 0 ? min : Math.log10(value)),
    value: (place) => (place < low ? 0 : 10 ** place),
    ticks,
    tick: (value) => formatTick(value) + unit,
  };
}

/**
 * Steps, from 0 to an end that moves seldom: the curve grows in axes that stay.
 * @param {import('../state/store.js').StepAxis} axis
 * @param {number} last the step that is to be in it
 * @returns {Scale}
 */
export function steps(axis, last) {
  const end = niceEnd(last);
  if (axis !== 'logarithmic') {
    return { min: 0, max: axis === 'first' ? Math.min(FIRST, end) : end, place: same, value: same, format: formatCount, whole: true };
  }
  // Counted from 1, since step 0 is wanted too.
  const place = (/** @type {number} */ step) => Math.log10(step + 1);
  const powers = Array.from({ length: Math.floor(Math.log10(end)) + 1 }, (_, power) => 10 ** power);
  const marked = [0, ...(powers.length <= 3 ? powers.flatMap((power) => [power, 2 * power, 5 * power]) : powers)].filter((step) => step <= end);
  return {
    min: 0,
    max: place(end),
    place,
    value: (at) => 10 ** at - 1,
    ticks: marked.map((step) => ({ value: place(step), label: formatCount(step) })),
  };
}

/**
 * Epochs of as many steps.
 * @param {number} length how many steps an epoch has
 * @param {number} last the step that is to be in it
 * @returns {Scale} of steps
 */
export function epochs(length, last) {
  return { min: 0, max: niceEnd(last / length, 1), place: (step) => step / length, value: (place) => place * length, format: formatTick, unit: 'epoch' };
}

/**
 * Seconds of training.
 * @param {{step: number, seconds: number}[]} known when steps were made, ascending
 * @returns {Scale} of steps
 */
export function seconds(known) {
  const last = known.at(-1);
  /**
   * Between two points as if all steps took as long.
   * @param {'step' | 'seconds'} of
   * @param {'step' | 'seconds'} to
   */
  const interpolate = (of, to) => (/** @type {number} */ value) => {
    if (last === undefined) {
      return NaN;
    }
    if (value > last[of]) {
      // The number of steps done is one more than that of the last.
      return of === 'seconds' || value === last.step + 1 ? last[to] : NaN;
    }
    let low = 0;
    let high = known.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known[middle][of] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const after = known[low];
    const before = known[low - 1] ?? { step: -1, seconds: 0 };
    const length = after[of] - before[of];
    return length > 0 ? before[to] + ((value - before[of]) / length) * (after[to] - before[to]) : after[to];
  };
  const end = last?.seconds ?? 0;
  return { min: 0, max: niceEnd(end, 1e-3), place: interpolate('step', 'seconds'), value: interpolate('seconds', 'step'), format: formatTick, unit: 'second' };
}

/**
 * An end for an axis that grows.
 * @param {number} step
 * @param {number} [least] end
 */
export function niceEnd(step, least = 10) {
  const power = 10 ** Math.floor(Math.log10(Math.max(step, least)));
  const factor = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((nice) => nice * power >= step) ?? 10;
  return factor * power;
}
