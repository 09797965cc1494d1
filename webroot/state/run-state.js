import { journalled } from './commands.js';
import { LevelHistory } from './level-history.js';
import { decode, histories, topicOf } from './levels.js';
import { Series } from './series.js';

/**
 * What the page knows of a run, from the server's messages alone.
 *
 * @typedef {RunFields & ReturnType<typeof histories>} RunState the levels over time among it: of one
 *   surface, and of one sample's nodes; another one's are dropped
 *
 * @typedef {object} RunFields
 * @property {import('./protocol.js').Welcome | null} run
 * @property {import('./protocol.js').StatusFields | null} status
 * @property {Series} series
 * @property {import('./protocol.js').JournalEntry[]} journal this trajectory's commands
 * @property {import('./protocol.js').GradientCheck | null} gradientCheck the last one's result
 * @property {import('./protocol.js').FindingFields[]} findings this trajectory's, by their numbers
 */

/** Where a level's history stands, by its kind. */
const FIELDS = /** @type {const} */ ({
  parameters: 'parameters',
  optimizer: 'optimizer',
  predictions: 'outputs',
  surface: 'surface',
  surfaces: 'surfaces',
  neurons: 'neurons',
  health: 'health',
  graph: 'graphs',
});

/** @returns {RunState} before anything has come */
export function nothingYet() {
  return { run: null, status: null, series: new Series(), ...histories(0), journal: [], gradientCheck: null, findings: [] };
}

/**
 * What a welcome changes: all where it begins another trajectory.
 * @param {RunState} state
 * @param {import('./protocol.js').Welcome} message
 * @returns {Partial<RunState>}
 */
export function welcomed(state, message) {
  const begun = message.trajectory === state.run?.trajectory ? {} : { ...nothingYet(), ...histories(message.parameterNames.length) };
  return { ...begun, run: message, status: message, journal: message.journal, findings: message.findings ?? [] };
}

/**
 * What any other message changes; null for one that tells nothing of the run's state.
 * @param {RunState} state
 * @param {import('./protocol.js').ServerMessage} message of the present trajectory
 * @returns {Partial<RunState> | null}
 */
export function received(state, message) {
  switch (message.type) {
    case 'status':
      return { status: message };
    case 'journal':
      return { journal: message.entries.reduce(journalled, state.journal) };
    case 'samples':
      return state.run === null ? null : { run: { ...state.run, inputs: message.inputs, rawInputs: message.rawInputs, targets: message.targets } };
    case 'parameters':
    case 'optimizer':
    case 'predictions':
    case 'surface':
    case 'surfaces':
    case 'neurons':
    case 'health':
    case 'graph': {
      const history = historyOf(state, topicOf(message));
      history.append(message.step, decode(message));
      return { [FIELDS[message.type]]: history };
    }
    case 'gradientCheck':
      return { gradientCheck: message };
    case 'finding':
      return {
        findings: [...state.findings.filter(({ number }) => number !== message.number), message].sort((a, b) => a.number - b.number),
      };
    default:
      return null;
  }
}

/**
 * What levels from before the page watched them change.
 * @param {RunState} state
 * @param {import('./levels.js').LevelMessage[]} levels of one topic, at least one
 * @returns {Partial<RunState>}
 */
export function recalled(state, levels) {
  const history = historyOf(state, topicOf(levels[0]));
  history.insert(levels.map((level) => ({ step: level.step, item: decode(level) })));
  return { [FIELDS[levels[0].type]]: history };
}

/**
 * A level's history; an empty one where that of another surface or sample is held in its place.
 * @param {RunState} state
 * @param {import('./protocol.js').Topic} topic
 * @returns {LevelHistory<any>}
 */
export function historyOf(state, topic) {
  const kind = /** @type {keyof typeof FIELDS} */ (topic.split(':')[0]);
  /** @type {LevelHistory<any>} */
  const history = state[FIELDS[kind]];
  const { latest } = history;
  return latest === undefined || topicOf({ ...latest, type: kind }) === topic ? history : new LevelHistory();
}
