import { decodeNumber } from './protocol.js';

/**
 * One entry of the loss curve: the steps `from` to `step`; `loss`, `learningRate` and `accuracy` are
 * those of `step` itself.
 * @typedef {{from: number, step: number, loss: number, min: number, max: number,
 *   learningRate: number, accuracy: number | null, seconds: number | null, testLoss?: number | null,
 *   testAccuracy?: number | null}} Entry `seconds` of training when `step` was made; what is of the test samples was measured at the
 *   last of its steps at which it was
 */

/** The most entries; when there are more, the older ones are merged. */
export const CAPACITY = 4096;

/** The newest entries, which are never merged. */
const FINE = CAPACITY / 4;

/**
 * The most steps that an entry may cover, by where it begins: 1 for the first hundred and some, then a
 * 32nd of the steps before it, as a power of 2. On a logarithmic axis the beginning is the larger half.
 * @param {number} from
 */
function longest(from) {
  return from < 128 ? 1 : 2 ** Math.floor(Math.log2(from / 32));
}

/** The loss curve of one trajectory: contiguous from step 0, bounded, exact in its extremes. */
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
   * The last entry that tells how the network did on the test samples, up to that which covers a step.
   * @param {number} [step]
   * @returns {Entry | undefined}
   */
  tested(step = Infinity) {
    return this.entries.findLast((entry) => entry.testLoss !== undefined && entry.from <= step);
  }

  /**
   * The entry that covers a step.
   * @param {number} step
   * @returns {Entry | undefined}
   */
  at(step) {
    return this.entries.find((entry) => entry.from <= step && step <= entry.step);
  }

  /**
   * When steps were made, as far as it was kept.
   * @returns {{step: number, seconds: number}[]} ascending
   */
  timed() {
    return this.entries.flatMap(({ step, seconds }) => (seconds === null ? [] : [{ step, seconds }]));
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
    this.entries.push(...entriesOf(steps));
    if (this.entries.length > CAPACITY) {
      // A power of 2, as the lengths of the server's entries are, so that merged ones can be merged again.
      const length = 2 ** Math.ceil(Math.log2((4 * this.offset) / CAPACITY));
      this.entries = [...merged(this.entries.slice(0, -FINE), length), ...this.entries.slice(-FINE)];
    }
    return true;
  }

  /**
   * The curve for a picture: neighbours in the same column of its pixels are one point.
   * @param {(step: number, entry: Entry) => number} column where an entry's step stands, never falling
   * @param {number} [end] no point begins behind this step
   * @returns {Entry[]}
   */
  points(column, end = Infinity) {
    return pointsOf(this.entries, column, end);
  }

  /**
   * The interval that gives at most `rows` rows. Where several steps came as one entry, it is up to 4
   * times as wide if the losses at its multiples are known.
   * @param {number} rows
   */
  fittingInterval(rows) {
    const least = niceInterval(this.offset, rows);
    const known = new Set(this.entries.map(({ step }) => step));
    const near = [1, 2, 4].map((times) => niceInterval(this.offset, rows / times));
    return near.find((every) => isKnown(known, every, this.offset)) ?? least;
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
 * @param {import('./protocol.js').WireNumber | null | undefined} testLoss
 * @param {number | null | undefined} testAccuracy
 */
function tested(testLoss, testAccuracy) {
  return testLoss === null || testLoss === undefined ? {} : { testLoss: decodeNumber(testLoss), testAccuracy };
}

/**
 * A message's entries.
 * @param {import('./protocol.js').Steps} steps
 * @returns {Entry[]}
 */
export function entriesOf(steps) {
  return steps.step.map((step, i) => ({
    from: steps.from[i],
    step,
    loss: decodeNumber(steps.loss[i]),
    min: decodeNumber(steps.lossMin[i]),
    max: decodeNumber(steps.lossMax[i]),
    learningRate: decodeNumber(steps.learningRate[i]),
    accuracy: steps.accuracy[i],
    seconds: steps.seconds?.[i] ?? null,
    ...tested(steps.testLoss?.[i], steps.testAccuracy?.[i]),
  }));
}

/**
 * A curve for a picture: neighbours in the same column of its pixels are one point.
 * @template {Entry} T
 * @param {T[]} entries
 * @param {(step: number, entry: Entry) => number} column where an entry's step stands, never falling
 * @param {number} end no point begins behind this step
 * @returns {T[]}
 */
export function pointsOf(entries, column, end) {
  const points = entries.slice(0, 1);
  let before = NaN;
  for (const entry of entries.slice(1)) {
    if (entry.from > end) {
      break;
    }
    const now = Math.floor(column(entry.step, entry));
    if (now === before) {
      points[points.length - 1] = merge(points[points.length - 1], entry);
    } else {
      points.push(entry);
    }
    before = now;
  }
  return points;
}

/**
 * @template {Entry} T
 * @param {T} a
 * @param {T} b what follows `a`
 * @returns {T}
 */
function merge(a, b) {
  return { ...a, ...b, from: a.from, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/**
 * The same steps in fewer entries: neighbours become one where they cover at most `length` steps, fewer
 * near the beginning, up to a multiple of it, so that round steps stay known. At most two entries are
 * left for each multiple.
 * @param {Entry[]} entries
 * @param {number} length
 * @returns {Entry[]}
 */
function merged(entries, length) {
  /** @type {Entry[]} */
  const fewer = [];
  for (const entry of entries) {
    const last = fewer.at(-1);
    const most = last ? Math.min(length, longest(last.from)) : 0;
    if (last && last.step % most !== 0 && entry.step - last.from < most) {
      fewer[fewer.length - 1] = merge(last, entry);
    } else {
      fewer.push(entry);
    }
  }
  return fewer;
}

/**
 * Whether each multiple of `every` below `end` is among the known steps.
 * @param {Set<number>} known
 * @param {number} every
 * @param {number} end
 */
function isKnown(known, every, end) {
  for (let step = 0; step < end; step += every) {
    if (!known.has(step)) {
      return false;
    }
  }
  return true;
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
