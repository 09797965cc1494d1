import { decodeNumber } from './protocol.js';

/** As many moments as are kept; every other one is dropped when they become more. */
const CAPACITY = 240;

/**
 * @typedef {{low: number, high: number, counts: number[]}} Histogram
 * @typedef {'parameters' | 'gradients' | 'activations'} Quantity
 *
 * @typedef {object} LayerHealth
 * @property {string} activation
 * @property {Histogram} parameters
 * @property {Histogram} gradients
 * @property {Histogram} activations
 * @property {number} updateRatio log10
 * @property {number} dead share of neurons
 * @property {number} saturated share of outputs
 *
 * @typedef {object} Moment
 * @property {number} step updates made
 * @property {number} loss
 * @property {number} gradientNorm
 * @property {LayerHealth[]} layers
 * @property {number[]} sampleLosses
 */

/** The run's figures, now and over time, as far as the page watched. */
export class HealthHistory {
  constructor() {
    /** @type {Moment[]} */
    this.moments = [];
    this.stride = 1;
    this.skipped = 0;
  }

  /** @returns {Moment | undefined} */
  get now() {
    return this.moments.at(-1);
  }

  /** @param {import('./protocol.js').Health} message */
  append(message) {
    // The latest moment always stands; it gives way to the next unless it is one of those to keep.
    if (this.moments.length > 1 && (this.skipped < this.stride || this.now?.step === message.step)) {
      this.moments.pop();
    } else {
      this.skipped = 0;
    }
    this.skipped++;
    this.moments.push({
      step: message.step,
      loss: decodeNumber(message.loss),
      gradientNorm: decodeNumber(message.gradientNorm),
      layers: message.layers.map(layer),
      sampleLosses: message.sampleLosses.map(decodeNumber),
    });
    if (this.moments.length > CAPACITY) {
      this.moments = this.moments.filter((_, i) => i % 2 === 0);
      this.stride *= 2;
    }
  }
}

/** @param {import('./protocol.js').WireLayerHealth} wire */
function layer(wire) {
  return {
    activation: wire.activation,
    parameters: histogram(wire.parameters),
    gradients: histogram(wire.gradients),
    activations: histogram(wire.activations),
    updateRatio: decodeNumber(wire.updateRatio),
    dead: decodeNumber(wire.dead),
    saturated: decodeNumber(wire.saturated),
  };
}

/** @param {import('./protocol.js').WireHistogram} wire */
function histogram({ low, high, counts }) {
  return { low: decodeNumber(low), high: decodeNumber(high), counts };
}
