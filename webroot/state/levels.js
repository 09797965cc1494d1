import { LevelHistory } from './level-history.js';
import { decodeNumber, unpack } from './protocol.js';

/**
 * The levels' messages, as the page keeps them.
 *
 * @typedef {import('./protocol.js').Parameters | import('./protocol.js').Optimizer | import('./protocol.js').Predictions
 *   | import('./protocol.js').Surface | import('./protocol.js').Surfaces | import('./protocol.js').Neurons | import('./protocol.js').Health
 *   | import('./protocol.js').Graph} LevelMessage
 *
 * @typedef {{data: Float64Array, grad: Float64Array}} ParameterSnapshot
 * @typedef {ParameterSnapshot & {lastStep: Float64Array | null, memory: Record<string, Float64Array>}} OptimizerSnapshot
 * @typedef {Omit<import('./protocol.js').Surface, 'values'> & {values: Float64Array}} SurfaceSnapshot
 * @typedef {Omit<import('./protocol.js').Surfaces, 'values'> & {values: Float64Array[]}} SurfacesSnapshot by outputs
 * @typedef {Omit<import('./protocol.js').Neurons, 'values'> & {values: Float64Array[]}} NeuronsSnapshot
 * @typedef {{step: number, sample: number, data: number[], grad: number[]}} GraphSnapshot
 * @typedef {{train: number[][], test: number[][] | null}} Answers the outputs for samples to learn from and for those of the test, samples by outputs
 *
 * @typedef {object} Slice what of a surface is shown: two inputs, or one against the output
 * @property {number} x the column of the data that goes across
 * @property {number} y the column that goes up; the same one for a curve
 * @property {number | null} output null for all of them
 * @property {number | null} sample whose values the other inputs have; null for their means
 *
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
 * @typedef {object} HealthSnapshot
 * @property {number} step updates made
 * @property {number} loss
 * @property {number} gradientNorm
 * @property {LayerHealth[]} layers
 * @property {number[]} sampleLosses
 */

/** The most snapshots of a small network's parameters that are held. */
const MAX_SNAPSHOTS = 80;

/** The most numbers in all snapshots of a large network's parameters. */
const MAX_NUMBERS = 1_600_000;

/**
 * Every parameter's value and gradient over time.
 * @extends {LevelHistory<ParameterSnapshot>}
 */
export class ParameterHistory extends LevelHistory {
  /** @param {number} parameters how many there are */
  constructor(parameters) {
    super(snapshotsOf(2 * parameters));
  }

  /** Snapshots by parameters. */
  get data() {
    return this.items.map(({ data }) => data);
  }

  /** Snapshots by parameters. */
  get grad() {
    return this.items.map(({ grad }) => grad);
  }
}

/**
 * The most snapshots that are held, of so many numbers each.
 * @param {number} numbers
 */
function snapshotsOf(numbers) {
  return Math.max(2, Math.min(MAX_SNAPSHOTS, Math.floor(MAX_NUMBERS / numbers)));
}

/**
 * The empty histories of a run that has just begun, by their names in the state.
 * @param {number} parameters how many there are
 */
export function histories(parameters) {
  return {
    parameters: new ParameterHistory(parameters),
    /** @type {LevelHistory<OptimizerSnapshot>} with the last step and at most two arrays that are remembered */
    optimizer: new LevelHistory(snapshotsOf(5 * parameters)),
    /** @type {LevelHistory<Answers>} */
    outputs: new LevelHistory(),
    /** @type {LevelHistory<SurfaceSnapshot>} */
    surface: new LevelHistory(),
    /** @type {LevelHistory<SurfacesSnapshot>} */
    surfaces: new LevelHistory(),
    /** @type {LevelHistory<NeuronsSnapshot>} */
    neurons: new LevelHistory(),
    /** @type {LevelHistory<HealthSnapshot>} */
    health: new LevelHistory(240),
    /** @type {LevelHistory<GraphSnapshot>} */
    graphs: new LevelHistory(),
  };
}

/**
 * The topic that a level's message belongs to.
 * @param {LevelMessage | SurfaceSnapshot | SurfacesSnapshot} message
 */
export function topicOf(message) {
  switch (message.type) {
    case 'surface':
      return surfaceTopic(message);
    case 'surfaces':
      return surfaceTopic({ ...message, output: null });
    case 'graph':
      return `graph:${message.sample}`;
    default:
      return message.type;
  }
}

/**
 * The topic that brings a slice.
 * @param {Slice} slice
 */
export function surfaceTopic({ x, y, output, sample }) {
  const last = sample === null ? '' : `,${sample}`;
  return output === null ? `surfaces:${x},${y}${last}` : `surface:${x},${y},${output}${last}`;
}

/**
 * Whether a snapshot is of a slice.
 * @param {SurfaceSnapshot | SurfacesSnapshot | undefined} snapshot
 * @param {Slice} slice
 */
export function sameSlice(snapshot, slice) {
  return snapshot !== undefined && topicOf(snapshot) === surfaceTopic(slice);
}

/**
 * The parameters that a message tells.
 * @param {{data: import('./protocol.js').WireNumber[], grad: import('./protocol.js').WireNumber[]}} message
 * @returns {ParameterSnapshot}
 */
export function parametersIn({ data, grad }) {
  return { data: Float64Array.from(data, decodeNumber), grad: Float64Array.from(grad, decodeNumber) };
}

/**
 * What is held of a level's message.
 * @param {LevelMessage} message
 */
export function decode(message) {
  switch (message.type) {
    case 'parameters':
      return parametersIn(message);
    case 'optimizer':
      return {
        ...parametersIn(message),
        lastStep: message.lastStep && Float64Array.from(message.lastStep, decodeNumber),
        memory: Object.fromEntries(Object.entries(message.memory).map(([name, values]) => [name, Float64Array.from(values, decodeNumber)])),
      };
    case 'predictions':
      return { train: rows(message.outputs), test: message.testOutputs ? rows(message.testOutputs) : null };
    case 'surface':
      return { ...message, values: unpack(message.values) };
    case 'surfaces':
    case 'neurons':
      return { ...message, values: message.values.map(unpack) };
    case 'health':
      return {
        step: message.step,
        loss: decodeNumber(message.loss),
        gradientNorm: decodeNumber(message.gradientNorm),
        layers: message.layers.map(layer),
        sampleLosses: message.sampleLosses.map(decodeNumber),
      };
    case 'graph':
      return {
        step: message.step,
        sample: message.sample,
        data: message.data.map(decodeNumber),
        grad: message.grad.map(decodeNumber),
      };
  }
}

/** @param {import('./protocol.js').WireNumber[][]} wire */
function rows(wire) {
  return wire.map((row) => row.map(decodeNumber));
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
