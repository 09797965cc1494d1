import { decodeNumber } from './protocol.js';

/**
 * One entry of the loss curve: the steps `from` to `step`; `loss`, `learningRate` and `accuracy` are
 * those of `step` itself.
 * @typedef {{from: number, step: number, loss: number, min: number, max: number,
 *   learningRate: number, accuracy: number | null}} Entry
 */

/** As many entries as are kept; the older half is merged two by two when they become more. */
export const CAPACITY = 4096;

/** The loss curve of one epoch: contiguous from step 0, bounded, exact in its extremes. */
export class Series {
  constructor() {
    /** @type {Entry[]} */
    this.entries = [];
  }

  /** The number of the first step that is not in it. */
  get offset() {
    const last = this.entries.at(-1);
    return last ? last.step + 1 : 0;
  }

  /** @returns {Entry | undefined} */
  get last() {
    return this.entries.at(-1);
  }

  /**
   * Adds a message's entries; one that begins at step 0 replaces all there was.
   * @param {import('./protocol.js').Steps} steps
   * @returns {boolean} false if they don't follow what is here, and nothing was added
   */
  append(steps) {
    if (steps.from[0] === 0) {
      this.entries = [];
    }
    if (steps.from[0] !== this.offset) {
      return false;
    }
    for (let i = 0; i < steps.step.length; i++) {
      this.entries.push({
        from: steps.from[i],
        step: steps.step[i],
        loss: decodeNumber(steps.loss[i]),
        min: decodeNumber(steps.lossMin[i]),
        max: decodeNumber(steps.lossMax[i]),
        learningRate: decodeNumber(steps.learningRate[i]),
        accuracy: steps.accuracy[i],
      });
    }
    while (this.entries.length > CAPACITY) {
      // The first entry stays what it is: where the run began is a figure that people look for.
      const half = 1 + ((this.entries.length >> 2) << 1);
      this.entries = [
        this.entries[0],
        ...pairs(this.entries.slice(1, half)),
        ...this.entries.slice(half),
      ];
    }
    return true;
  }

  /**
   * The curve in at most `count` points, for a picture that has no room for more.
   * @param {number} count
   * @returns {Entry[]}
   */
  points(count) {
    const size = Math.ceil(this.entries.length / count);
    if (size <= 1) {
      return this.entries;
    }
    const points = [this.entries[0]];
    for (let i = 1; i < this.entries.length; i += size) {
      points.push(this.entries.slice(i, i + size).reduce(merge));
    }
    return points;
  }

  /**
   * Rows as the tutorials print them: the first entry at or after each multiple of `every`, and the
   * last one.
   * @param {number} every
   * @returns {Entry[]}
   */
  rows(every) {
    const rows = [];
    let next = 0;
    for (const entry of this.entries) {
      if (entry.step >= next) {
        rows.push(entry);
        next = (Math.floor(entry.step / every) + 1) * every;
      }
    }
    const last = this.last;
    if (last && rows.at(-1) !== last) {
      rows.push(last);
    }
    return rows;
  }
}

/**
 * @param {Entry} a
 * @param {Entry} b what follows `a`
 * @returns {Entry}
 */
function merge(a, b) {
  return { ...b, from: a.from, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/**
 * @param {Entry[]} entries an even number
 * @returns {Entry[]}
 */
function pairs(entries) {
  const merged = [];
  for (let i = 0; i < entries.length; i += 2) {
    merged.push(merge(entries[i], entries[i + 1]));
  }
  return merged;
}

/**
 * The least of 1, 2, 5, 10, 20, 50 ... that divides `steps` into at most `rows` rows.
 * @param {number} steps
 * @param {number} rows
 */
export function niceInterval(steps, rows) {
  for (let power = 1; ; power *= 10) {
    for (const factor of [1, 2, 5]) {
      if (steps / (factor * power) <= rows) {
        return factor * power;
      }
    }
  }
}
