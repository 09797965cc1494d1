/**
 * The samples as the data have them, before features and standardizing: surfaces are over these.
 * @param {import('./protocol.js').Welcome} run
 * @returns {{names: string[], rows: number[][] | null}} samples by columns; no rows where there are too many samples
 */
export function rawInputs({ rawInputNames, rawInputs: rows, inputNames, inputs }) {
  return rawInputNames === null ? { names: inputNames, rows: inputs } : { names: rawInputNames, rows };
}
