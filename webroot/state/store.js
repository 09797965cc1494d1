import { journalled } from './commands.js';
import { decode, histories, topicOf } from './levels.js';
import { LevelHistory } from './level-history.js';
import { Series } from './series.js';

/**
 * What the page knows, changed by messages alone.
 *
 * @typedef {StateFields & ReturnType<typeof histories>} State the levels over time among it: of one
 *   surface, and of one sample's nodes; another one's are dropped
 *
 * @typedef {object} StateFields
 * @property {boolean} live whether the connection stands
 * @property {number | null} offlineSince in milliseconds, while it doesn't
 * @property {import('./protocol.js').Welcome | null} run
 * @property {import('./protocol.js').StatusFields | null} status
 * @property {Series} series
 * @property {import('./protocol.js').JournalEntry[]} journal this trajectory's commands
 * @property {import('./protocol.js').GradientCheck | null} gradientCheck the last one's result
 * @property {import('./protocol.js').FindingFields[]} findings this trajectory's, by their numbers
 * @property {number} sample the one that was chosen, from 0: views that are about one sample show it
 * @property {string | null} parameter the one that was chosen: views show it lit while nothing is pointed at
 * @property {Pointed} pointed what somebody points at: every view shows it lit
 * @property {string | null} notice what the server refused, in its words
 *
 * @typedef {import('./levels.js').SurfaceSnapshot} SurfaceSnapshot
 * @typedef {import('./levels.js').NeuronsSnapshot} NeuronsSnapshot
 *
 * @typedef {object} Pointed
 * @property {string | null} parameter as `layer1.neuron2.w0`
 * @property {string | null} neuron as `layer1.neuron2`; a parameter's own too
 * @property {number | null} sample from 0
 * @property {number | null} step
 */

/** Where a level's history stands, by its kind. */
const FIELDS = /** @type {const} */ ({
  parameters: 'parameters',
  predictions: 'outputs',
  surface: 'surface',
  neurons: 'neurons',
  health: 'health',
  graph: 'graphs',
});

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
      ...histories(0),
      journal: [],
      gradientCheck: null,
      findings: [],
      sample: 0,
      parameter: null,
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

  /**
   * Chooses a parameter, until another one is chosen, or none.
   * @param {string | null} parameter
   */
  chooseParameter(parameter) {
    if (parameter !== this.state.parameter) {
      this.set({ parameter });
    }
  }

  /** The position to come back with, or null if the series of `trajectory` isn't here.
   * @param {number} trajectory
   */
  position(trajectory) {
    const { run, series } = this.state;
    return run && run.trajectory === trajectory && series.offset > 0
      ? { trajectory, offset: series.offset }
      : null;
  }

  /**
   * A level's history; an empty one where that of another surface or sample is held in its place.
   * @param {import('./protocol.js').Topic} topic
   * @returns {LevelHistory<any>}
   */
  history(topic) {
    const kind = /** @type {keyof typeof FIELDS} */ (topic.split(':')[0]);
    /** @type {LevelHistory<any>} */
    const history = this.state[FIELDS[kind]];
    const { latest } = history;
    return latest === undefined || topicOf({ ...latest, type: kind }) === topic ? history : new LevelHistory();
  }

  /**
   * Takes in what a level was before the page watched it.
   * @param {import('./levels.js').LevelMessage[]} levels of one topic
   */
  recall(levels) {
    if (levels.length > 0) {
      const history = this.history(topicOf(levels[0]));
      history.insert(levels.map((level) => ({ step: level.step, item: decode(level) })));
      this.set({ [FIELDS[levels[0].type]]: history });
    }
  }

  /**
   * Takes a message in.
   * @param {import('./protocol.js').ServerMessage} message
   * @returns {boolean} false if the series has a hole now and is to be asked for again
   */
  receive(message) {
    const { state } = this;
    if ('trajectory' in message && message.type !== 'welcome' && message.trajectory !== state.run?.trajectory) {
      return true; // of a trajectory that has ended
    }
    switch (message.type) {
      case 'welcome':
        if (message.trajectory !== state.run?.trajectory) {
          this.set({
            series: new Series(),
            ...histories(message.parameterNames.length),
            gradientCheck: null,
            sample: sameSamples(state.run, message) ? state.sample : 0,
            parameter: message.parameterNames.find((name) => name === state.parameter) ?? null,
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
      case 'predictions':
      case 'surface':
      case 'neurons':
      case 'health':
      case 'graph': {
        const history = this.history(topicOf(message));
        history.append(message.step, decode(message));
        this.set({ [FIELDS[message.type]]: history });
        return true;
      }
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
