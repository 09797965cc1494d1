import { decisionsIn, sentenceOf } from '../state/commands.js';
import { formatCount } from '../ui/format.js';

/** The most characters of what a field says. */
const MAX_TEXT = 40;

/** Stands where a run has no such field, or gave no command at such a step. */
const NOTHING = '–';

/** What says what a run is called, not what it is. */
const NAMES = ['name', 'description', 'seed'];

/**
 * What differs between runs in what determines them: a row for each field of the spec, and for each step at which
 * somebody decided on the run's numbers, but only those that aren't the same in all.
 * @param {import('../state/runs-api.js').Run[]} runs
 * @returns {{label: string, texts: string[]}[]} texts in the order of the runs
 */
export function differences(runs) {
  const specs = runs.map(({ spec, seed }) => new Map([['seed', String(seed)], ...fieldsOf(spec)]));
  const journals = runs.map(({ journal }) => decisionsOf(journal));
  return [...rowsOf(specs), ...rowsOf(journals)];
}

/**
 * @param {Map<string, string>[]} columns
 * @returns {{label: string, texts: string[]}[]}
 */
function rowsOf(columns) {
  const labels = [...new Set(columns.flatMap((fields) => [...fields.keys()]))];
  return labels.flatMap((label) => {
    const values = columns.map((fields) => fields.get(label) ?? NOTHING);
    return new Set(values).size > 1 ? [{ label, texts: shortened(values) }] : [];
  });
}

/**
 * The values, cut off where they are long; different ones stay different.
 * @param {string[]} values
 */
function shortened(values) {
  const short = values.map((value) => (value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT - 1)}…` : value));
  const distinct = [...new Set(values)];
  return new Set(short).size === distinct.length ? short : short.map((text, i) => `${String.fromCharCode(65 + distinct.indexOf(values[i]))}: ${text}`);
}

/**
 * What a spec says, by the path of each field.
 * @param {object} spec
 * @returns {[string, string][]}
 */
function fieldsOf(spec) {
  return Object.entries(spec).flatMap(([name, value]) => (NAMES.includes(name) ? [] : leavesOf(name, value)));
}

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {[string, string][]}
 */
function leavesOf(path, value) {
  if (Array.isArray(value)) {
    return [[path, value.map((item) => (Array.isArray(item) ? `(${item.join(', ')})` : String(item))).join(', ')]];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => leavesOf(`${path}.${name}`, inner))
    : [[path, String(value)]];
}

/**
 * What was decided, by the step at which it took effect.
 * @param {import('../state/protocol.js').JournalEntry[]} journal
 */
function decisionsOf(journal) {
  /** @type {Map<string, string>} */
  const decisions = new Map();
  for (const entry of decisionsIn(journal)) {
    const label = `from step ${formatCount(entry.step)}`;
    const before = decisions.get(label);
    decisions.set(label, `${before === undefined ? '' : `${before}; `}${sentenceOf(entry)}`);
  }
  return decisions;
}
