import { formatCount, formatCounted } from '../ui/format.js';

/**
 * A level's snapshots, oldest first. When there are too many, the one is dropped whose neighbours are
 * nearest to each other, so that the rest stays spread over the whole run; the first and the latest
 * always stay.
 * @template T
 */
export class LevelHistory {
  /** @param {number} [capacity] at least 2 */
  constructor(capacity = 120) {
    this.capacity = capacity;
    /** @type {number[]} steps done at each snapshot */
    this.steps = [];
    /** @type {T[]} */
    this.items = [];
  }

  /** @returns {T | undefined} */
  get latest() {
    return this.items.at(-1);
  }

  /**
   * Adds a snapshot that is no earlier than the latest; one at the same step takes its place.
   * @param {number} step
   * @param {T} item
   */
  append(step, item) {
    if (this.steps.at(-1) === step) {
      this.items[this.items.length - 1] = item;
      return;
    }
    this.steps.push(step);
    this.items.push(item);
    this.#thin();
  }

  /**
   * Puts earlier snapshots between those that are here; where there is one at that step, it stays.
   * @param {{step: number, item: T}[]} earlier
   */
  insert(earlier) {
    const all = new Map(earlier.map(({ step, item }) => [step, item]));
    this.steps.forEach((step, i) => all.set(step, this.items[i]));
    const sorted = [...all].sort(([a], [b]) => a - b);
    this.steps = sorted.map(([step]) => step);
    this.items = sorted.map(([, item]) => item);
    this.#thin();
  }

  #thin() {
    while (this.steps.length > this.capacity) {
      let place = 1;
      let least = Infinity;
      for (let i = 1; i < this.steps.length - 1; i++) {
        const distance = this.steps[i + 1] - this.steps[i - 1];
        if (distance < least) {
          least = distance;
          place = i;
        }
      }
      this.steps.splice(place, 1);
      this.items.splice(place, 1);
    }
  }
}

/**
 * Which of the kept snapshots a step means: the last one that is no later; the latest of all where no
 * step is wanted, or none that early is kept.
 * @param {number[]} steps of the snapshots, ascending
 * @param {number | null} wanted
 */
export function placeOf(steps, wanted) {
  const place = wanted === null ? -1 : steps.findLastIndex((step) => step <= wanted);
  return place < 0 ? steps.length - 1 : place;
}

/**
 * Says which snapshot is shown.
 * @param {number[]} steps of the snapshots, ascending
 * @param {number | null} wanted
 */
export function describeSnapshot(steps, wanted) {
  const shown = steps[placeOf(steps, wanted)];
  if (shown === undefined) {
    return 'Waiting for the first values.';
  }
  if (wanted === null || wanted === shown) {
    return `After ${formatCounted(shown, 'step')}.`;
  }
  if (wanted < shown) {
    return `Step ${formatCount(wanted)} isn’t kept; what you see is after ${formatCounted(shown, 'step')}.`;
  }
  return `After ${formatCounted(shown, 'step')}. Step ${formatCount(wanted)} isn’t kept; ${formatCount(shown)} is the nearest before it.`;
}

/**
 * Whether gradients are known: a step computes them, so before the first there are none.
 * @param {number | undefined} step how many were done
 * @param {Float64Array | undefined} grad
 */
export function gradientKnown(step, grad) {
  return step !== 0 || grad?.some((value) => value !== 0) === true;
}
