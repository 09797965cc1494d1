/**
 * The samples as the data have them, before features and standardizing: surfaces are over these.
 * @param {import('./protocol.js').Welcome} run
 * @returns {{names: string[], rows: number[][] | null}} samples by columns; no rows where there are too many samples
 */
export function rawInputs({ rawInputNames, rawInputs: rows, inputNames, inputs }) {
  return rawInputNames === null ? { names: inputNames, rows: inputs } : { names: rawInputNames, rows };
}

/**
 * The columns that a surface is over at first: numbers before those that are 1 for one category and 0 for all others.
 * @param {import('./protocol.js').Welcome} run
 * @returns {number[]} one or two places among the names
 */
export function firstAxes(run) {
  const { csv, categorical = csv?.categorical ?? [] } = run.spec.data ?? {};
  const isCategory = (/** @type {string} */ name) => categorical.some((/** @type {string} */ column) => name.startsWith(`${column}=`));
  const { names } = rawInputs(run);
  const places = names.map((_, i) => i);
  return [...places.filter((i) => !isCategory(names[i])), ...places.filter((i) => isCategory(names[i]))].slice(0, 2);
}

/**
 * The samples that are kept for a test, likewise.
 * @param {import('./protocol.js').Welcome} run
 * @returns {{rows: number[][], targets: number[][]} | null} null for none, and where there are too many
 */
export function testSamples({ test }) {
  return test ? { rows: test.rawInputs ?? test.inputs, targets: test.targets } : null;
}
