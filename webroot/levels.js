import { decodeNumber } from './protocol.js';

/** As many moments as are kept; every other one is dropped when they become more. */
const CAPACITY = 400;

/** More parameters than these are not kept over time, only their latest values are. */
const MAX_PARAMETERS = 2000;

/** Every parameter's value and gradient, now and over time, as far as the page watched. */
export class ParameterHistory {
  constructor() {
    /** @type {number[]} steps done at each moment */
    this.steps = [];
    /** @type {Float64Array[]} moments by parameters */
    this.data = [];
    /** @type {Float64Array[]} moments by parameters */
    this.grad = [];
    this.stride = 1;
    this.skipped = 0;
  }

  /** @returns {number | undefined} */
  get step() {
    return this.steps.at(-1);
  }

  /** @param {import('./protocol.js').Parameters} message */
  append(message) {
    const kept = message.data.length <= MAX_PARAMETERS;
    // The latest moment always stands; it gives way to the next unless it is one of those to keep.
    if (this.steps.length > 1 && (!kept || this.skipped < this.stride || this.step === message.step)) {
      this.steps.pop();
      this.data.pop();
      this.grad.pop();
    } else {
      this.skipped = 0;
    }
    this.skipped++;
    this.steps.push(message.step);
    this.data.push(Float64Array.from(message.data, decodeNumber));
    this.grad.push(Float64Array.from(message.grad, decodeNumber));
    if (this.steps.length > CAPACITY) {
      const even = (/** @type {unknown} */ _, /** @type {number} */ i) => i % 2 === 0;
      this.steps = this.steps.filter(even);
      this.data = this.data.filter(even);
      this.grad = this.grad.filter(even);
      this.stride *= 2;
    }
  }
}
