// The shapes of the messages; PROTOCOL.md is the reference.

/**
 * @typedef {number | 'NaN' | 'Infinity' | '-Infinity'} WireNumber
 *
 * @typedef {'ready' | 'running' | 'paused' | 'finished' | 'diverged'} RunStatus
 *
 * @typedef {number | string | boolean | Record<string, number | string> | null} Value
 * @typedef {(number | string)[][]} Points samples by inputs and targets, those of classes by their names
 *
 * @typedef {string} Topic a kind, and for some kinds what of it: `steps`, `graph:3`
 *
 * @typedef {{step: number, command: string, name?: string, value: Value | Points, by: string, gesture?: number, first?: number}} JournalEntry
 *
 * @typedef {{
 *   number: number, step: number, kind: string, severity: 'problem' | 'note', where: string, text: string,
 *   cause: string | null, ended: number | null, remedies: Remedy[]
 * }} FindingFields
 * @typedef {{label: string, reason: string, command: ClientMessage}} Remedy
 * @typedef {FindingFields & {type: 'finding', trajectory: number}} Finding
 *
 * @typedef {{low: WireNumber, high: WireNumber, counts: number[]}} WireHistogram
 * @typedef {{
 *   activation: string, parameters: WireHistogram, gradients: WireHistogram, activations: WireHistogram,
 *   updateRatio: WireNumber, dead: WireNumber, saturated: WireNumber
 * }} WireLayerHealth
 * @typedef {{
 *   type: 'health', trajectory: number, step: number, loss: WireNumber, gradientNorm: WireNumber,
 *   layers: WireLayerHealth[], sampleLosses: WireNumber[]
 * }} Health
 *
 * @typedef {object} StatusFields
 * @property {number} trajectory
 * @property {RunStatus} status
 * @property {number} step
 * @property {number} learningRate
 * @property {number | null} stepsPerSecond
 * @property {number | null} measuredStepsPerSecond
 * @property {number | null} goal
 * @property {number} viewers
 * @property {string | null} message
 * @property {Record<string, Value>} hyperparameters of the next step, by their names
 * @property {string | null} [trouble] why the run stands still although it is to train
 *
 * @typedef {object} Spec
 * @property {string} name
 * @property {string} [description]
 * @property {number} [seed]
 * @property {DataSpec} data
 * @property {{layers: number[], hidden: string | string[], output: string, init: object}} model
 * @property {{name: string, reduction: string, l1?: number, l2: number}} loss
 * @property {{name: string, learningRate: number | {schedule: string}}} optimizer
 * @property {{steps?: number, stopAtLoss?: number, batch?: object}} training
 *
 * @typedef {object} DataSpec
 * @property {{targets: unknown[]}} [inline]
 * @property {{categorical?: string[]}} [csv]
 * @property {{noise?: number}} [generator]
 * @property {string} [dataset]
 * @property {string[]} [inputs] of a dataset, as are the targets
 * @property {string[]} [targets]
 * @property {string[]} [categorical]
 * @property {object} [split]
 * @property {boolean} [standardize]
 *
 * @typedef {StatusFields & {type: 'status'}} Status
 *
 * @typedef {{inputs: number[][], rawInputs: number[][] | null, targets: number[][]}} TestSamples
 *
 * @typedef {StatusFields & {
 *   type: 'welcome', server: string, viewer: string, offset: number, seed: number, spec: Spec,
 *   parameterNames: string[], inputNames: string[],
 *   inputs: number[][] | null, targets: number[][] | null, testSamples?: number, test?: TestSamples | null, boundary: number | null, rawInputNames: string[] | null,
 *   rawInputs: number[][] | null, classNames: string[] | null, journal: JournalEntry[], findings: FindingFields[]
 * }} Welcome
 *
 * @typedef {{
 *   type: 'steps', trajectory: number, offset: number, from: number[], step: number[],
 *   loss: WireNumber[], lossMin: WireNumber[], lossMax: WireNumber[],
 *   learningRate: WireNumber[], accuracy: (number | null)[], seconds?: (number | null)[],
 *   testLoss?: (WireNumber | null)[], testAccuracy?: (number | null)[]
 * }} Steps
 *
 * @typedef {{type: 'journal', trajectory: number, entries: JournalEntry[]}} Journal
 * @typedef {{type: 'samples', trajectory: number, inputs: number[][] | null, rawInputs: number[][] | null, targets: number[][] | null}} Samples
 * @typedef {{type: 'parameters', trajectory: number, step: number, data: WireNumber[], grad: WireNumber[]}} Parameters
 * @typedef {{type: 'optimizer', trajectory: number, step: number, data: WireNumber[], grad: WireNumber[], lastStep: WireNumber[] | null, memory: Record<string, WireNumber[]>}} Optimizer
 * @typedef {{type: 'predictions', trajectory: number, step: number, outputs: WireNumber[][], testOutputs?: WireNumber[][] | null}} Predictions
 * @typedef {{type: 'graph', trajectory: number, step: number, sample: number, data: WireNumber[], grad: WireNumber[]}} Graph
 *
 * @typedef {{low: WireNumber, high: WireNumber, packed: string}} Packed numbers for pictures
 * @typedef {{x: number, y: number, from: number[], to: number[], columns: number, rows: number}} Lattice
 * @typedef {{type: 'surface', trajectory: number, step: number, output: number, sample: number | null, values: Packed} & Lattice} Surface
 * @typedef {{type: 'surfaces', trajectory: number, step: number, sample: number | null, values: Packed[]} & Lattice} Surfaces by outputs
 * @typedef {{type: 'neurons', trajectory: number, step: number, values: Packed[]} & Partial<Lattice>} Neurons
 *
 * @typedef {{
 *   name: string, value: WireNumber, gradient: WireNumber, difference: WireNumber, left: WireNumber,
 *   right: WireNumber, h: WireNumber, error: WireNumber, verdict: 'agrees' | 'kink' | 'disagrees'
 * }} CheckedGradient
 * @typedef {{
 *   type: 'gradientCheck', id: string | number | null, trajectory: number, step: number, parameters: number,
 *   checked: number, samples: number, samplesUsed: number, kinks: number, disagreeing: number,
 *   tolerance: number, rows: CheckedGradient[]
 * }} GradientCheck
 *
 * @typedef {{type: 'accepted', id: string | number | null, step: number, note: string | null}} Accepted
 * @typedef {{type: 'rejected', id: string | number | null, reason: string}} Rejected
 * @typedef {Welcome | Status | Steps | Journal | Samples | Parameters | Optimizer | Predictions | Graph | Surface | Surfaces | Neurons
 *   | GradientCheck | Finding | Health | Accepted | Rejected} ServerMessage
 *
 * @typedef {{type: 'start'} | {type: 'pause'} | {type: 'step', count: number}
 *   | {type: 'setSpeed', stepsPerSecond: number | null}} Pressed when steps are made, not what they compute
 *
 * @typedef {Pressed
 *   | {type: 'reset', seed?: number} | {type: 'setLearningRate', value: number, gesture?: number}
 *   | {type: 'setParameter', name: string, value: number, gesture?: number} | {type: 'checkGradients'}
 *   | {type: 'set', name: string, value: Value, gesture?: number}
 *   | {type: 'addPoints', points: Points}
 *   | {type: 'change', hidden?: string, output?: string, init?: string, learningRate?: number, spec?: Spec} | {type: 'rewind', step: number}
 *   | {type: 'load', lesson: string}
 *   | {type: 'subscribe', topics: Topic[], trajectory?: number, offset?: number}
 *   | {type: 'unsubscribe', topics: Topic[]}} ClientMessage
 */

export const SUBPROTOCOL = 'livegrad.v1';

/** Packed numbers are levels from the lowest to the highest number; one level more stands for any that is not finite. */
const LEVELS = 65_534;
const NOT_FINITE = 65_535;

/**
 * A number from a message: JSON can't carry those that are not finite, so they come as strings.
 * @param {WireNumber} value
 * @returns {number}
 */
export function decodeNumber(value) {
  return typeof value === 'number' ? value : Number(value);
}

/**
 * Numbers that came packed, 16 bits each.
 * @param {Packed} packed
 * @returns {Float64Array}
 */
export function unpack({ low, high, packed }) {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const first = decodeNumber(low);
  const extent = decodeNumber(high) - first;
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => {
    const level = view.getUint16(2 * i, true);
    return level === NOT_FINITE ? NaN : first + (extent * level) / LEVELS;
  });
}
