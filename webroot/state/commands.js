import { formatCount, formatCounted, formatShort } from '../ui/format.js';
import { HYPERPARAMETERS, labelOf, settingOf } from './hyperparameters.js';

/**
 * What the page knows of a command in the journal.
 *
 * @typedef {import('./protocol.js').JournalEntry} Entry
 *
 * @typedef {object} Command
 * @property {(entry: Entry) => string} sentence what was done, as the journal has it
 * @property {Mark} [mark] how it stands on the loss curve; without one it leaves no mark there
 *
 * @typedef {object} Mark a command that changes a number while the run goes on
 * @property {(entry: Entry) => string} text what it is now, in two words
 * @property {string} summary what was done, for who can't see the curve; how often is said behind it
 */

/** The most entries that are held, as by the server. */
const MAX_ENTRIES = 10_000;

/** Commands that decide when steps are made, not what they compute: the run is the same without them. */
const PACING = ['start', 'pause', 'step'];

/** @type {Record<string, Command>} by the command's name on the wire */
const COMMANDS = {
  setLearningRate: {
    sentence: ({ value }) => `learning rate ${formatShort(Number(value))}`,
    mark: { text: ({ value }) => `rate ${formatShort(Number(value))}`, summary: 'the learning rate was changed' },
  },
  setParameter: {
    sentence: ({ name, value }) => `${name} set to ${formatShort(Number(value))}`,
    mark: {
      text: ({ name, value }) => `${name?.endsWith('.b') ? 'bias' : 'weight'} ${formatShort(Number(value))}`,
      summary: 'parameters were set',
    },
  },
  set: {
    sentence: ({ name = '', value }) => settingOf(name, /** @type {import('./protocol.js').Value} */ (value)),
    mark: { text: ({ name = '', value }) => settingOf(name, /** @type {import('./protocol.js').Value} */ (value)), summary: 'settings of the training were changed' },
  },
  addPoints: {
    sentence: ({ value }) => `${pointsIn(value)} added`,
    mark: { text: ({ value }) => `+ ${pointsIn(value)}`, summary: 'points were added to the data' },
  },
  step: { sentence: ({ value }) => formatCounted(Number(value), 'step') },
  reset: { sentence: ({ value }) => `reset with seed ${value}` },
  change: { sentence: ({ value }) => `a new run with ${value}` },
  rewind: { sentence: ({ value }) => `back to step ${formatCount(Number(value))}` },
};

/**
 * The points of an entry's value; none where it has something else.
 * @param {Entry['value']} value
 */
export function pointsOf(value) {
  return Array.isArray(value) ? value : [];
}

/** @param {Entry['value']} value of `addPoints` */
function pointsIn(value) {
  return formatCounted(pointsOf(value).length, 'point');
}

/** What the page calls the fields of messages. @type {Record<string, string>} */
const FIELDS = {
  'addPoints.points': 'Points',
  'change.learningRate': 'Learning rate',
  'change.spec.data.generator.noise': 'Noise',
  'load.lesson': 'Lesson',
  'reset.seed': 'Seed',
  'rewind.step': 'Step',
  'setLearningRate.value': 'Learning rate',
  'setParameter.name': 'Parameter',
  'setParameter.value': 'Value of the parameter',
  'setSpeed.stepsPerSecond': 'Steps per second',
  ...Object.fromEntries(
    ['from', 'to', 'steps', 'factor', 'every'].map((field) => [`set.optimizer.learningRate.${field}`, `Schedule, ${field}`]),
  ),
  ...Object.fromEntries(Object.keys(HYPERPARAMETERS).map((name) => [`set.${name}`, labelOf(name)])),
  'step.count': 'Steps',
};

/**
 * Why the server refused a command, with its field called as the page calls it.
 * @param {string} reason
 */
export function refusalOf(reason) {
  const [field] = reason.split(':', 1);
  const [, point] = /^addPoints\.points\[(\d+)\]/.exec(field) ?? [];
  if (point !== undefined) {
    return `Point ${Number(point) + 1} of those drawn${reason.slice(field.length)}`;
  }
  return FIELDS[field] === undefined ? reason : FIELDS[field] + reason.slice(field.length);
}

/**
 * An entry of the journal in words; a command that the page does not know stands as it is called.
 * @param {Entry} entry
 */
export function sentenceOf(entry) {
  return COMMANDS[entry.command]?.sentence(entry) ?? entry.command;
}

/**
 * What entries have in common that are one change.
 * @param {Entry} entry
 */
function keyOf(entry) {
  const { step, command, name, by, gesture } = entry;
  return command === 'addPoints' ? `${command} ${step}` : gesture === undefined ? entry : JSON.stringify([command, name, by, gesture]);
}

/**
 * What changed a number of the run while it went on. A slider that was dragged is one change, to where it
 * was left: its other values stand in the journal alone. Points that were added at one step are one, too.
 * @param {Entry[]} journal
 * @returns {(Entry & {from: number})[]} `from` is the step at which it began
 */
export function changesIn(journal) {
  /** @type {Map<unknown, Entry & {from: number}>} by movement, in the order in which they ended */
  const changes = new Map();
  for (const entry of journal) {
    const { command } = entry;
    if (COMMANDS[command]?.mark !== undefined) {
      const key = keyOf(entry);
      const before = changes.get(key);
      changes.delete(key);
      const value = before && command === 'addPoints' ? [...pointsOf(before.value), ...pointsOf(entry.value)] : entry.value;
      changes.set(key, { ...entry, value, from: before?.from ?? entry.step });
    }
  }
  return [...changes.values()];
}

/**
 * What stands at a change's mark on the loss curve.
 * @param {Entry} entry
 */
export function markOf(entry) {
  return COMMANDS[entry.command]?.mark?.text(entry) ?? entry.command;
}

/**
 * What the marks on a curve say together, one sentence for each command that was given.
 * @param {Entry[]} journal
 */
export function summaryOfMarks(journal) {
  const changes = changesIn(journal);
  return Object.entries(COMMANDS).flatMap(([command, { mark }]) => {
    const count = changes.filter((entry) => entry.command === command).length;
    return mark === undefined || count === 0 ? [] : [`${mark.summary} ${count === 1 ? 'once' : `${formatCount(count)} times`}`];
  });
}

/**
 * The journal with one entry more, as the server keeps it: of several values of one number at one step
 * only the last counts, but points are added to those before, and a full journal forgets the oldest pacing command.
 * @param {Entry[]} journal
 * @param {Entry} entry
 */
export function journalled(journal, entry) {
  const last = journal.at(-1);
  const again =
    last?.step === entry.step &&
    last.command === entry.command &&
    last.name === entry.name &&
    entry.command !== 'addPoints' &&
    COMMANDS[entry.command]?.mark !== undefined;
  const entries = [...(again ? journal.slice(0, -1) : journal), entry];
  return entries.length > MAX_ENTRIES ? entries.toSpliced(entries.findIndex(isPacing), 1) : entries;
}

/**
 * The commands that decide on a run's numbers; a slider that was dragged is one of them.
 * @param {Entry[]} journal
 * @returns {Entry[]}
 */
export function decisionsIn(journal) {
  const others = journal.filter((entry) => !isPacing(entry) && COMMANDS[entry.command]?.mark === undefined);
  return [...others, ...changesIn(journal)].sort((a, b) => a.step - b.step);
}

/** @param {Entry} entry */
function isPacing({ command }) {
  return PACING.includes(command);
}
