import { ask, askText } from './runs-api.js';

/**
 * What a spec would train, as the server tells it.
 * @typedef {object} Preview
 * @property {Record<string, any>} spec with every default filled in
 * @property {string} yaml
 * @property {string[]} inputNames of what the network sees
 * @property {number} parameters
 * @property {number} samples
 * @property {number} testSamples
 * @property {string[] | null} classes
 * @property {string[]} columns of the samples, before features are made of them
 * @property {{inputs: number[][], targets: number[], test: boolean[]}} points the first samples; a class is its place in `classes`
 *
 * A table that was uploaded.
 * @typedef {object} Table
 * @property {string} id
 * @property {string[]} columns
 * @property {number} rows
 * @property {string} delimiter
 * @property {string} decimal
 * @property {Column[]} described
 * @property {string[][]} first some rows from the top
 *
 * What stands in a column of it; `different` is empty where that is more than categories may be.
 * @typedef {{name: string, numbers: number, texts: number, missing: number, least: number | 'NaN', greatest: number | 'NaN',
 *   different: string[]}} Column
 */

/**
 * @param {Record<string, any> | string} spec as a tree, or as YAML
 * @returns {Promise<Preview>}
 */
export function preview(spec) {
  return ask('api/specs/preview', posted(spec));
}

/**
 * Makes a run.
 * @param {Record<string, any>} spec
 * @returns {Promise<string>} its id
 */
export async function create(spec) {
  const { id } = await ask('api/runs', posted(spec));
  return id;
}

/**
 * Lets a run begin anew with another spec.
 * @param {string} id
 * @param {Record<string, any>} spec
 */
export async function beginAnew(id, spec) {
  await ask(`api/run?${new URLSearchParams({ run: id })}`, { ...posted(spec), method: 'PUT' });
}

/**
 * The spec as a Python script that trains the same.
 * @param {Record<string, any>} spec
 * @returns {Promise<string>}
 */
export function python(spec) {
  return askText('api/specs/python', posted(spec));
}

/**
 * Gives the server a table to keep.
 * @param {Blob | string} csv
 * @returns {Promise<Table>}
 */
export function upload(csv) {
  return ask('api/datasets', { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: csv });
}

/**
 * A table that was uploaded before.
 * @param {string} id
 * @returns {Promise<Table>}
 */
export function table(id) {
  return ask(`api/datasets/${encodeURIComponent(id)}/summary`);
}

/** The lessons, whose specs one can begin from. @returns {Promise<{name: string, spec: Record<string, any>}[]>} */
export async function lessons() {
  const { lessons: found } = await ask('api/lessons');
  return found;
}

/** @param {Record<string, any> | string} spec */
function posted(spec) {
  const isText = typeof spec === 'string';
  return {
    method: 'POST',
    headers: { 'Content-Type': isText ? 'application/yaml' : 'application/json' },
    body: isText ? spec : JSON.stringify(spec),
  };
}
