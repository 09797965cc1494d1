import { formatCount } from '../ui/format.js';

/**
 * The visible part of an axis, in places; null for all of it.
 * @typedef {[number, number] | null} Range
 */

/** The most numbers beside a part of an axis. */
const TICKS = 6;

/** The smallest part of an axis that can be shown. */
const LEAST = 1e-7;

/**
 * A part that is smaller or larger by a factor, around a place that stays where it is.
 * @param {Range} range
 * @param {import('./scales.js').Scale} whole
 * @param {number} around
 * @param {number} factor above 1 shows less
 * @returns {Range}
 */
export function zoomed(range, whole, around, factor) {
  const [min, max] = range ?? [whole.min, whole.max];
  return bounded([around - (around - min) / factor, around + (max - around) / factor], whole);
}

/**
 * A part that is moved by a distance.
 * @param {Range} range
 * @param {import('./scales.js').Scale} whole
 * @param {number} by
 * @returns {Range}
 */
export function moved(range, whole, by) {
  if (range === null) {
    return null;
  }
  const [min, max] = range;
  const kept = Math.min(whole.max - max, Math.max(whole.min - min, by));
  return [min + kept, max + kept];
}

/**
 * A part within the axis and not too small; null where that is all of it.
 * @param {[number, number]} range
 * @param {import('./scales.js').Scale} whole
 * @returns {Range}
 */
export function bounded([from, to], whole) {
  const size = whole.max - whole.min;
  const least = whole.whole ? Math.min(size, 2) : LEAST * size;
  const middle = (from + to) / 2;
  const half = Math.max(to - from, least) / 2;
  const min = Math.max(whole.min, Math.min(middle - half, whole.max - least));
  const max = Math.min(whole.max, Math.max(middle + half, whole.min + least));
  return max - min >= size * (1 - 1e-9) ? null : [min, max];
}

/**
 * A scale that shows a part of the axis only.
 * @param {import('./scales.js').Scale} scale
 * @param {Range} range
 * @returns {import('./scales.js').Scale}
 */
export function part(scale, range) {
  if (range === null) {
    return scale;
  }
  const [min, max] = range;
  const shown = { ...scale, min, max, loose: false };
  if (scale.ticks === undefined) {
    return shown;
  }
  const inside = scale.ticks.filter(({ value }) => value >= min && value <= max);
  return { ...shown, ticks: inside.length > 2 ? inside : roundTicks(scale, min, max) };
}

/**
 * Round values at their places, where powers of ten are too far apart.
 * @param {import('./scales.js').Scale} scale
 * @param {number} min
 * @param {number} max
 */
function roundTicks({ value, place, tick }, min, max) {
  const [from, to] = [value(min), value(max)];
  const step = niceStep((to - from) / TICKS);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  const write = tick ?? formatCount;
  return Array.from({ length: Math.max(0, Math.min(20, count)) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
    .map((round) => ({ value: place(round), label: write(round) }));
}

/**
 * The least of 1, 2, 5 times a power of ten that is no less.
 * @param {number} rough
 */
export function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
}
