import { HealthHistory } from './health-history.js';
import { ParameterHistory } from './levels.js';
import { Moments } from './moments.js';
import { unpack } from './packed.js';
import { decodeNumber } from './protocol.js';
import { Series } from './series.js';
import { sameSlice } from './surface/topic.js';

/**
 * What the page knows, changed by messages alone.
 *
 * @typedef {object} State
 * @property {boolean} live whether the connection stands
 * @property {number | null} offlineSince in milliseconds, while it doesn't
 * @property {import('./protocol.js').Welcome | null} run
 * @property {import('./protocol.js').StatusFields | null} status
 * @property {Series} series
 * @property {import('./protocol.js').JournalEntry[]} journal this epoch's commands
 * @property {ParameterHistory} parameters
 * @property {{step: number, outputs: number[][]} | null} predictions
 * @property {Moments<number[][]>} outputs the predictions over time: samples by outputs
 * @property {Moments<SurfaceMoment>} surface of one topic: another one's are dropped
 * @property {Moments<NeuronsMoment>} neurons
 * @property {import('./protocol.js').GradientCheck | null} gradientCheck the last one's result
 * @property {import('./protocol.js').FindingFields[]} findings this epoch's, by their numbers
 * @property {HealthHistory} health
 * @property {Moments<GraphMoment>} graphs of one sample: another one's are dropped
 * @property {number} sample the one that was chosen, from 0: views that are about one sample show it
 * @property {Pointed} pointed what somebody points at: every view shows it lit
 * @property {string | null} notice what the server refused, in its words
 *
 * @typedef {Omit<import('./protocol.js').Surface, 'values'> & {values: Float64Array}} SurfaceMoment
 * @typedef {Omit<import('./protocol.js').Neurons, 'values'> & {values: Float64Array[]}} NeuronsMoment
 * @typedef {{sample: number, data: Float64Array, grad: Float64Array}} GraphMoment by the nodes' ids
 *
 * @typedef {object} Pointed
 * @property {string | null} parameter as `layer1.neuron2.w0`
 * @property {string | null} neuron as `layer1.neuron2`; a parameter's own too
 * @property {number | null} sample from 0
 * @property {number | null} step
 */

/** @type {Pointed} */
const NOTHING = { parameter: null, neuron: null, sample: null, step: null };

export class Store {
  constructor() {
    /** @type {State} */
    this.state = {
      live: false,
      offlineSince: null,
      run: null,
      status: null,
      series: new Series(),
      journal: [],
      parameters: new ParameterHistory(),
      predictions: null,
      outputs: new Moments(),
      surface: new Moments(),
      neurons: new Moments(),
      gradientCheck: null,
      findings: [],
      health: new HealthHistory(),
      graphs: new Moments(),
      sample: 0,
      pointed: NOTHING,
      notice: null,
    };
    /** @type {Set<() => void>} */
    this.listeners = new Set();
  }

  /**
   * Calls `listener` after every change.
   * @param {() => void} listener
   */
  onChange(listener) {
    this.listeners.add(listener);
  }

  /** @param {Partial<State>} change */
  set(change) {
    Object.assign(this.state, change);
    for (const listener of this.listeners) {
      listener();
    }
  }

  /**
   * Points at a thing, in place of what was pointed at before; at nothing with no argument.
   * @param {Partial<Pointed>} [thing]
   */
  point(thing = {}) {
    const neuron = thing.neuron ?? thing.parameter?.replace(/\.[^.]*$/, '') ?? null;
    const pointed = { ...NOTHING, ...thing, neuron };
    if (JSON.stringify(pointed) !== JSON.stringify(this.state.pointed)) {
      this.set({ pointed });
    }
  }

  /**
   * Chooses a sample, until another one is chosen; pointing at one ends with the pointing.
   * @param {number} sample from 0
   */
  choose(sample) {
    if (sample !== this.state.sample) {
      this.set({ sample });
    }
  }

  /** The position to come back with, or null if the series of `epoch` isn't here.
   * @param {number} epoch
   */
  position(epoch) {
    const { run, series } = this.state;
    return run && run.epoch === epoch && series.offset > 0
      ? { epoch, offset: series.offset }
      : null;
  }

  /**
   * Takes a message in.
   * @param {import('./protocol.js').ServerMessage} message
   * @returns {boolean} false if the series has a hole now and is to be asked for again
   */
  receive(message) {
    const { state } = this;
    if ('epoch' in message && message.type !== 'welcome' && message.epoch !== state.run?.epoch) {
      return true; // of an epoch that has ended
    }
    switch (message.type) {
      case 'welcome':
        if (message.epoch !== state.run?.epoch) {
          this.set({
            series: new Series(),
            parameters: new ParameterHistory(),
            predictions: null,
            outputs: new Moments(),
            surface: new Moments(),
            neurons: new Moments(),
            gradientCheck: null,
            health: new HealthHistory(),
            graphs: new Moments(),
            sample: sameSamples(state.run, message) ? state.sample : 0,
            pointed: NOTHING,
          });
        }
        this.set({ run: message, status: message, journal: message.journal, findings: message.findings ?? [] });
        return true;
      case 'status':
        this.set({ status: message });
        return true;
      case 'steps': {
        const whole = state.series.append(message);
        this.set({});
        return whole;
      }
      case 'journal':
        this.set({ journal: message.entries.reduce(journalled, state.journal) });
        return true;
      case 'parameters':
        state.parameters.append(message);
        this.set({});
        return true;
      case 'predictions': {
        const outputs = message.outputs.map((row) => row.map(decodeNumber));
        state.outputs.append(message.step, outputs);
        this.set({ predictions: { step: message.step, outputs } });
        return true;
      }
      case 'surface': {
        const surface = sameSlice(state.surface.latest, message) ? state.surface : new Moments();
        surface.append(message.step, { ...message, values: unpack(message.values) });
        this.set({ surface });
        return true;
      }
      case 'neurons':
        state.neurons.append(message.step, { ...message, values: message.values.map(unpack) });
        this.set({});
        return true;
      case 'gradientCheck':
        this.set({ gradientCheck: message });
        return true;
      case 'finding':
        this.set({
          findings: [...state.findings.filter(({ number }) => number !== message.number), message].sort(
            (a, b) => a.number - b.number,
          ),
        });
        return true;
      case 'health':
        state.health.append(message);
        this.set({});
        return true;
      case 'graph': {
        const graphs = state.graphs.latest?.sample === message.sample ? state.graphs : new Moments();
        graphs.append(message.step, {
          sample: message.sample,
          data: Float64Array.from(message.data, decodeNumber),
          grad: Float64Array.from(message.grad, decodeNumber),
        });
        this.set({ graphs });
        return true;
      }
      case 'accepted':
        if (state.notice !== null) {
          this.set({ notice: null });
        }
        return true;
      case 'rejected':
        this.set({ notice: message.reason });
        return true;
      default:
        return true; // a later server's
    }
  }
}

/**
 * Whether two runs learn from what looks like the same samples.
 * @param {import('./protocol.js').Welcome | null} before
 * @param {import('./protocol.js').Welcome} now
 */
function sameSamples(before, now) {
  return before?.inputNames.join() === now.inputNames.join() && before?.targets?.length === now.targets?.length;
}

/**
 * The journal with one entry more; of several rates, or values of one parameter, in a row at one
 * step only the last is kept.
 * @param {import('./protocol.js').JournalEntry[]} journal
 * @param {import('./protocol.js').JournalEntry} entry
 */
function journalled(journal, entry) {
  const last = journal.at(-1);
  const again =
    last &&
    last.step === entry.step &&
    ['setLearningRate', 'setParameter'].includes(entry.command) &&
    entry.command === last.command &&
    entry.name === last.name;
  return [...(again ? journal.slice(0, -1) : journal), entry].slice(-10000);
}
