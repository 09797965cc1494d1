import { refusalOf } from './commands.js';
import { parameterNamesOf } from './parameter-names.js';
import { historyOf, nothingYet, recalled, received, welcomed } from './run-state.js';

/**
 * What the page shows: a run's state, and the page's own.
 *
 * @typedef {import('./run-state.js').RunState & PageState} State
 *
 * @typedef {object} PageState
 * @property {boolean} live whether the connection stands
 * @property {number | null} offlineSince in milliseconds, while it doesn't
 * @property {boolean} canHold whether a press while there is no connection is kept until it is back, which is expected soon
 * @property {import('./protocol.js').Pressed[]} held the presses that are kept so: at most one that says when steps are made, and one that says how fast
 * @property {string | null} refusal why the server takes no connection, as far as it is reached
 * @property {'deleted' | 'unknown' | null} gone why there is no run of the id that the address names; null while there may be one
 * @property {string | null} id the run's; null until it is known
 * @property {string | null} runName the name that the list of runs has, which people can change; null until it is known
 * @property {import('./earlier-run.js').Earlier | null} earlier what the run was before it began anew, if it is to be compared with that
 * @property {number} sample the one that was chosen, from 0: views that are about one sample show it
 * @property {string | null} parameter the one that was chosen: views show it lit while nothing is pointed at
 * @property {Pointed} pointed what somebody points at: every view shows it lit
 * @property {number | null} pinned the step to look back to while none is pointed at
 * @property {import('./protocol.js').Topic[]} watched the levels that the present view shows
 * @property {string | null} notice what was refused, and why
 * @property {StepAxis} stepAxis
 *
 * How charts show steps: all of them evenly, all with more room for the early ones, only the first, or by what else they counted.
 * @typedef {'even' | 'logarithmic' | 'first' | 'epochs' | 'seconds'} StepAxis
 *
 * @typedef {object} Pointed
 * @property {string | null} parameter as `layer1.neuron2.w0`
 * @property {string | null} neuron as `layer1.neuron2`; a parameter's own too
 * @property {number | null} sample from 0
 * @property {number | null} testSample from 0, of those that are kept for a test
 * @property {number | null} step
 */

/** @type {Pointed} */
const NOTHING = { parameter: null, neuron: null, sample: null, testSample: null, step: null };

export class Store {
  constructor() {
    /** @type {State} */
    this.state = { ...nothingYet(), live: false, offlineSince: null, canHold: true, held: [], refusal: null, gone: null, id: null, runName: null, earlier: null, sample: 0, parameter: null, pointed: NOTHING, pinned: null, watched: [], notice: null, stepAxis: 'even' };
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
   * Points at a thing, in place of what was pointed at before; at nothing with no argument, but for the
   * step that is pinned.
   * @param {Partial<Pointed>} [thing]
   */
  point(thing = {}) {
    const neuron = thing.neuron ?? thing.parameter?.replace(/\.[^.]*$/, '') ?? null;
    const pointed = { ...NOTHING, step: this.state.pinned, ...thing, neuron };
    if (JSON.stringify(pointed) !== JSON.stringify(this.state.pointed)) {
      this.set({ pointed });
    }
  }

  /**
   * Lets every view look back to a step until another one is pinned, or none.
   * @param {number | null} step
   */
  pin(step) {
    this.set({ pinned: step, pointed: { ...this.state.pointed, step } });
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

  /**
   * The position to subscribe from after a reconnection, or null if the series of `trajectory` isn't here.
   * @param {number} trajectory
   */
  position(trajectory) {
    const { run, series } = this.state;
    return run && run.trajectory === trajectory && series.offset > 0
      ? { trajectory, offset: series.offset }
      : null;
  }

  /**
   * A level's history, as `historyOf` has it.
   * @param {import('./protocol.js').Topic} topic
   */
  history(topic) {
    return historyOf(this.state, topic);
  }

  /**
   * Takes in what a level was before the page watched it.
   * @param {import('./levels.js').LevelMessage[]} levels of one topic
   */
  recall(levels) {
    if (levels.length > 0) {
      this.set(recalled(this.state, levels));
    }
  }

  /**
   * Takes a message in.
   * @param {import('./protocol.js').ServerMessage} message
   * @returns {boolean} false if the series has a hole now and is to be asked for again
   */
  receive(message) {
    const { state } = this;
    if (message.type === 'welcome') {
      const welcome = named(message);
      this.set({ ...selection(state, welcome), ...welcomed(state, welcome) });
    } else if ('trajectory' in message && message.trajectory !== state.run?.trajectory) {
      return true; // of a trajectory that has ended
    } else if (message.type === 'steps') {
      const whole = state.series.append(message);
      this.set({});
      return whole;
    } else if (message.type === 'rejected') {
      this.set({ notice: refusalOf(message.reason) });
    } else if (message.type === 'accepted') {
      if (state.notice !== null) {
        this.set({ notice: null });
      }
    } else {
      const change = received(state, message);
      if (change !== null) {
        this.set(change);
      }
    }
    return true;
  }
}

/**
 * Of a large network the server doesn't send the parameters' names.
 * @param {import('./protocol.js').Welcome} message
 */
function named(message) {
  return { ...message, parameterNames: message.parameterNames ?? parameterNamesOf(message.inputNames.length, message.spec.model.layers) };
}

/**
 * What stays chosen after a welcome: everything in the same trajectory; in another one a sample if the
 * data look the same, and a parameter of the same name.
 * @param {State} state
 * @param {import('./protocol.js').Welcome} message
 * @returns {Partial<PageState>}
 */
function selection({ run, sample, parameter }, message) {
  if (run?.trajectory === message.trajectory) {
    return {};
  }
  const sameSamples = run?.inputNames.join() === message.inputNames.join() && run?.targets?.length === message.targets?.length;
  return {
    sample: sameSamples ? sample : 0,
    parameter: message.parameterNames.find((name) => name === parameter) ?? null,
    pointed: NOTHING,
    pinned: null,
    id: null,
    runName: null,
    earlier: null,
  };
}
