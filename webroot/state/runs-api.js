import { ofRun } from './requested-run.js';
import { entriesOf, Series } from './series.js';

/**
 * A run as the list has it.
 * @typedef {object} Summary
 * @property {string} id
 * @property {string} name
 * @property {import('./protocol.js').RunStatus | null} status null, as what follows, where it is unreadable
 * @property {number | null} step
 * @property {import('./protocol.js').WireNumber | null} loss
 * @property {number | null} accuracy null also where it is not defined
 * @property {import('./protocol.js').WireNumber | null} testLoss when the test samples were last measured; null also where there are none
 * @property {number | null} testAccuracy
 * @property {string | null} createdAt
 * @property {string | null} updatedAt
 * @property {string | null} by
 * @property {[number, import('./protocol.js').WireNumber][] | null} [curve] steps with their losses, ascending, where they were asked for
 * @property {string | null} unreadable why it can't be opened; null where it can
 *
 * A run with what determines it.
 * @typedef {Summary & {status: import('./protocol.js').RunStatus, step: number, createdAt: string, updatedAt: string, by: string, earlier: string | null, seed: number, spec: import('./protocol.js').Spec, journal: import('./protocol.js').JournalEntry[]}} Run
 */

/** What the server answered that it won't do, in its words. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The points of a small curve. */
const CURVE = 48;

/**
 * The runs, the newest first or by another order.
 * @param {string | null} after the id of the run behind which they come; null for the first ones
 * @param {number} limit
 * @param {boolean} curves
 * @param {string} [name] what their names contain
 * @param {string} [sort]
 * @returns {Promise<Summary[]>}
 */
export async function list(after, limit, curves, name = '', sort = 'created') {
  const query = new URLSearchParams({ limit: String(limit), sort, ...(after === null ? {} : { after }), ...(curves ? { curve: String(CURVE) } : {}), ...(name === '' ? {} : { name }) });
  const { runs } = await ask(`api/runs?${query}`);
  return runs;
}

/**
 * @param {string} id
 * @returns {Promise<Run>}
 */
export function read(id) {
  return ask(`api/runs/${encodeURIComponent(id)}`);
}

/**
 * The run that the page shows.
 * @returns {Promise<Run>}
 */
export function readShown() {
  return ask(ofRun('api/run'));
}

/**
 * @param {string} id
 * @param {string} name
 */
export async function rename(id, name) {
  await ask(`api/runs/${encodeURIComponent(id)}`, json('PATCH', { name }));
}

/**
 * Gives a run a command, as a viewer does.
 * @param {string} id
 * @param {import('./protocol.js').ClientMessage} message
 */
export async function command(id, message) {
  await ask(`api/runs/${encodeURIComponent(id)}/commands`, json('POST', message));
}

/**
 * Deletes a run; goes on when the page is left.
 * @param {string} id
 */
export async function remove(id) {
  await ask(`api/runs/${encodeURIComponent(id)}`, { method: 'DELETE', keepalive: true });
}

/**
 * Makes a run that begins as another one stands after a step.
 * @param {string} id
 * @param {number} step
 * @returns {Promise<string>} its id
 */
export async function branch(id, step) {
  const { id: made } = await ask(`api/runs/${encodeURIComponent(id)}/branch`, json('POST', { step }));
  return made;
}

/**
 * The loss curve of a run.
 * @param {string} id
 */
export async function readSeries(id) {
  const series = new Series();
  series.append(await ask(`api/runs/${encodeURIComponent(id)}/series`));
  return series;
}

/**
 * A part of a run's loss curve, as finely as it can be had.
 * @param {string} id
 * @param {number} from
 * @param {number} to
 */
export async function readSteps(id, from, to) {
  return entriesOf(await ask(`api/runs/${encodeURIComponent(id)}/series?from=${from}&to=${to}`));
}

/**
 * A run as a Python script that trains it again, with what was changed in it.
 * @param {string} id
 * @returns {Promise<string>}
 */
export function python(id) {
  return askText(fileOf(id, 'train.py'));
}

/**
 * The address of one of a run's files.
 * @param {string} id
 * @param {string} file
 */
export function fileOf(id, file) {
  return `api/runs/${encodeURIComponent(id)}/${file}`;
}

/**
 * @param {string} method
 * @param {object} body
 */
function json(method, body) {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * Asks the server, and throws what it refuses.
 * @param {string} path
 * @param {RequestInit} [how]
 * @returns {Promise<any>} what a body in JSON says
 */
export async function ask(path, how) {
  const text = await askText(path, how);
  return text === '' ? {} : JSON.parse(text);
}

/**
 * As {@link ask}, for a body that is no JSON.
 * @param {string} path
 * @param {RequestInit} [how]
 */
export async function askText(path, how) {
  const response = await fetch(path, how);
  const text = await response.text();
  if (!response.ok) {
    throw new Refusal(response.status, text === '' ? '' : JSON.parse(text).error);
  }
  return text;
}
