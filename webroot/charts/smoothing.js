import { niceStep } from './window.js';

/**
 * How much a curve is smoothed: the part of all steps that goes into the mean on each side, and the least number of them.
 * @type {Record<'off' | 'light' | 'strong', {part: number, least: number}>}
 */
export const SMOOTHING = { off: { part: 0, least: 0 }, light: { part: 0.01, least: 2 }, strong: { part: 0.05, least: 5 } };

/**
 * How many steps go into the mean on each side.
 * @param {keyof typeof SMOOTHING} wanted
 * @param {number} steps of the whole curve
 */
export function halfWidth(wanted, steps) {
  const { part, least } = SMOOTHING[wanted];
  // Round, so that it doesn't change at every step.
  return part === 0 ? 0 : Math.max(least, Math.round(niceStep((part * steps) / 2)));
}

/**
 * Each loss as the mean over the steps around it: as many before it as after, up to `half`, and the fewer, the nearer an end
 * is. So the first and the last are what was measured, a constant stays what it is, and a straight line too. Nothing is
 * averaged over a loss that is no number.
 * @param {{from: number, step: number, loss: number}[]} entries in order; one of several steps weighs as many
 * @param {number} half
 * @returns {Float64Array}
 */
export function smoothed(entries, half) {
  const means = Float64Array.from(entries, ({ loss }) => loss);
  for (let begin = 0; begin < entries.length; begin++) {
    let end = begin;
    while (end < entries.length && Number.isFinite(entries[end].loss)) {
      end++;
    }
    if (end > begin) {
      smooth(entries.slice(begin, end), half, means.subarray(begin, end));
      begin = end;
    }
  }
  return means;
}

/**
 * @param {{from: number, step: number, loss: number}[]} entries with losses that are numbers
 * @param {number} half
 * @param {Float64Array} means to be filled
 */
function smooth(entries, half, means) {
  const weight = (/** @type {number} */ i) => entries[i].step - entries[i].from + 1;
  const losses = sums(entries.map(({ loss }, i) => weight(i) * loss));
  const weights = sums(entries.map((_, i) => weight(i)));
  const [first, last] = [entries[0].step, entries[entries.length - 1].step];
  let low = 0;
  let high = 0;
  for (let i = 0; i < entries.length; i++) {
    const { step } = entries[i];
    const reach = Math.min(half, step - first, last - step);
    while (entries[low].step < step - reach) {
      low++;
    }
    // Where the reach grows smaller, the window ends earlier than before.
    while (low > 0 && entries[low - 1].step >= step - reach) {
      low--;
    }
    high = Math.max(high, i);
    while (high + 1 < entries.length && entries[high + 1].step <= step + reach) {
      high++;
    }
    while (entries[high].step > step + reach) {
      high--;
    }
    if (low < high) {
      means[i] = between(losses, low, high + 1) / between(weights, low, high + 1);
    }
  }
}

/**
 * Sums of pairs, of pairs of pairs and so on: a difference of running sums would lose small numbers behind large ones.
 * @param {number[]} values
 */
function sums(values) {
  const levels = [values];
  for (let level = values; level.length > 1; levels.push(level)) {
    const below = level;
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => below[2 * i] + (below[2 * i + 1] ?? 0));
  }
  return levels;
}

/**
 * @param {number[][]} levels
 * @param {number} from
 * @param {number} to the first that is not in it
 */
function between(levels, from, to) {
  let sum = 0;
  for (let level = 0; from < to; level++) {
    if (from % 2 === 1) {
      sum += levels[level][from++];
    }
    if (to % 2 === 1) {
      sum += levels[level][--to];
    }
    from /= 2;
    to /= 2;
  }
  return sum;
}
