/**
 * A level's latest moments, oldest first; every other one is dropped when they become too many.
 * @template T
 */
export class Moments {
  /** @param {number} [capacity] */
  constructor(capacity = 120) {
    this.capacity = capacity;
    /** @type {number[]} steps done at each moment */
    this.steps = [];
    /** @type {T[]} */
    this.items = [];
    this.stride = 1;
    this.skipped = 0;
  }

  /** @returns {T | undefined} */
  get latest() {
    return this.items.at(-1);
  }

  /**
   * @param {number} step
   * @param {T} item
   */
  append(step, item) {
    // The latest moment always stands; it gives way to the next unless it is one of those to keep.
    if (this.steps.length > 1 && (this.skipped < this.stride || this.steps.at(-1) === step)) {
      this.steps.pop();
      this.items.pop();
    } else {
      this.skipped = 0;
    }
    this.skipped++;
    this.steps.push(step);
    this.items.push(item);
    if (this.steps.length > this.capacity) {
      const even = (/** @type {unknown} */ _, /** @type {number} */ i) => i % 2 === 0;
      this.steps = this.steps.filter(even);
      this.items = this.items.filter(even);
      this.stride *= 2;
    }
  }
}

/**
 * Which of the kept moments a step means: the last one that is no later; the latest of all where no
 * step is wanted, or none that early is kept.
 * @param {number[]} steps of the moments, ascending
 * @param {number | null} wanted
 */
export function placeOf(steps, wanted) {
  const place = wanted === null ? -1 : steps.findLastIndex((step) => step <= wanted);
  return place < 0 ? steps.length - 1 : place;
}

/**
 * Says which moment is shown.
 * @param {number[]} steps of the moments, ascending
 * @param {number | null} wanted
 * @param {(count: number) => string} format
 */
export function describeMoment(steps, wanted, format) {
  const shown = steps[placeOf(steps, wanted)];
  if (shown === undefined) {
    return 'Waiting for the first values.';
  }
  if (wanted === null || wanted === shown) {
    return `After ${format(shown)} steps.`;
  }
  if (wanted < shown) {
    return `Step ${format(wanted)} is not kept, since nobody watched. Shown is now, after ${format(shown)} steps.`;
  }
  return `After ${format(shown)} steps, the last kept up to step ${format(wanted)}.`;
}

/**
 * Whether gradients are known: a step computes them, so before the first there are none.
 * @param {number | undefined} step how many were done
 * @param {Float64Array | undefined} grad
 */
export function gradientKnown(step, grad) {
  return step !== 0 || grad?.some((value) => value !== 0) === true;
}
