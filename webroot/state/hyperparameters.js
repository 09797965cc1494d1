import { formatCount, formatShort } from '../ui/format.js';

/**
 * What the page knows of what can be set while a run goes on.
 *
 * @typedef {import('./protocol.js').Value} Value
 *
 * @typedef {object} Hyperparameter
 * @property {string} label
 * @property {string} mark what it is called at a mark on the curve, before its value
 * @property {string} help what it does, and what is usual
 * @property {number} [most] where a slider goes to that begins at 0
 * @property {boolean} [isSwitch] whether it is on or off
 * @property {string} [whenNull] what it is where it has no number
 */

/** @type {Record<string, Hyperparameter>} by the names that the server has for them */
export const HYPERPARAMETERS = {
  'optimizer.learningRate': {
    label: 'Schedule',
    mark: 'rate',
    help: 'The learning rate of each step, counted from step 0. Usual: it falls towards the end.',
  },
  'optimizer.momentum': {
    label: 'Momentum',
    mark: 'momentum',
    help: 'The share of the last step that goes into the next. Usual: 0.9; 0 is without.',
    most: 0.99,
  },
  'optimizer.nesterov': {
    label: 'Nesterov',
    mark: 'Nesterov',
    help: 'Lets momentum look one step ahead.',
    isSwitch: true,
  },
  'optimizer.beta1': {
    label: 'Beta 1',
    mark: 'beta1',
    help: 'How slowly the mean of the gradient forgets. Usual: 0.9.',
    most: 0.99,
  },
  'optimizer.beta2': {
    label: 'Beta 2',
    mark: 'beta2',
    help: 'How slowly the mean of the gradient’s square forgets. Usual: 0.999.',
  },
  'optimizer.decay': {
    label: 'Decay',
    mark: 'decay',
    help: 'How slowly the mean of the gradient’s square forgets. Usual: 0.99.',
  },
  'optimizer.epsilon': {
    label: 'Epsilon',
    mark: 'epsilon',
    help: 'Keeps a step finite where the gradient is nearly 0. Usual: 1e-8.',
  },
  'optimizer.weightDecay': {
    label: 'Weight decay',
    mark: 'weight decay',
    help: 'Pulls all parameters towards 0 at each step. Usual: 0 to 0.01.',
  },
  'loss.l1': {
    label: 'L1',
    mark: 'L1',
    help: 'Adds this times the sum of |parameter| to the loss: those that matter little come close to 0. Usual: 0 to 0.01.',
  },
  'loss.l2': {
    label: 'L2',
    mark: 'L2',
    help: 'Adds this times the sum of parameter² to the loss: all stay small. Usual: 0 to 0.01.',
  },
  'training.batch.size': {
    label: 'Batch size',
    mark: 'batch',
    help: 'How many samples each step sees. Fewer make quicker, noisier steps. Usual: 16 to 128.',
    whenNull: 'All',
  },
};

const FROZEN = /^layer(\d+)\.frozen$/;

/**
 * Which layer's freezing a name means, from 1; null if it means something else.
 * @param {string} name
 */
export function layerOf(name) {
  const [, layer] = FROZEN.exec(name) ?? [];
  return layer === undefined ? null : Number(layer);
}

/**
 * What the page calls it.
 * @param {string} name
 */
export function labelOf(name) {
  return layerOf(name) === null ? (HYPERPARAMETERS[name]?.label ?? name) : `Layer ${layerOf(name)} frozen`;
}

/**
 * What it was set to, in a few words.
 * @param {string} name
 * @param {Value} value
 */
export function settingOf(name, value) {
  const layer = layerOf(name);
  if (layer !== null) {
    return `layer ${layer} ${value === true ? 'frozen' : 'thawed'}`;
  }
  if (name === 'training.batch.size' && value === null) {
    return 'full batch';
  }
  return `${HYPERPARAMETERS[name]?.mark ?? name} ${textOf(value)}`;
}

/** @param {Value} value */
function textOf(value) {
  switch (typeof value) {
    case 'number':
      return formatShort(value);
    case 'boolean':
      return value ? 'on' : 'off';
    case 'object':
      return value === null ? 'none' : scheduleText(value);
    default:
      return String(value);
  }
}

/**
 * A learning rate's schedule in a few words.
 * @param {Record<string, number | string>} schedule
 */
function scheduleText({ schedule, from, to, factor, every, steps }) {
  const begin = formatShort(Number(from));
  switch (schedule) {
    case 'linear':
    case 'cosine':
      return `${begin} to ${formatShort(Number(to))} in ${formatCount(Number(steps))} steps (${schedule})`;
    case 'step':
      return `${begin}, times ${formatShort(Number(factor))} each ${formatCount(Number(every))} steps`;
    default:
      return `${begin}, times ${formatShort(Number(factor))} each step`;
  }
}
