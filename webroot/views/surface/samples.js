import { rawInputs } from '../../state/raw-inputs.js';

/**
 * A sample as the picture has it.
 * @typedef {object} Sample
 * @property {number} number from 0
 * @property {number} x its value of the column that goes across
 * @property {number} y its value of the column that goes up
 * @property {number} target
 * @property {number | null} output null as long as it isn't known
 * @property {boolean} wrong whether output and target are on different sides of the boundary
 *
 * A sample of one of several classes.
 * @typedef {object} ClassSample
 * @property {number} number from 0
 * @property {number} x its value of the column that goes across
 * @property {number} y its value of the column that goes up
 * @property {number} own the place of its class
 * @property {number | null} told the place of the class that the outputs tell, -1 for none; null as long as it isn't known
 * @property {number[] | null} outputs null as long as they aren't known
 * @property {boolean} wrong whether another class is told
 */

/**
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {number[][] | undefined} outputs samples by outputs
 * @param {{x: number, y: number, output: number}} slice
 * @returns {Sample[]}
 */
export function samplesOf(run, outputs, { x, y, output }) {
  const { targets, boundary } = run;
  const { rows } = rawInputs(run);
  if (rows === null || targets === null) {
    return [];
  }
  return rows.map((input, number) => {
    const target = targets[number][output];
    const value = outputs?.[number]?.[output] ?? null;
    return {
      number,
      x: input[x],
      y: input[y],
      target,
      output: value,
      wrong: value !== null && boundary !== null && value > boundary !== target > boundary,
    };
  });
}

/**
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {import('../../state/classes.js').Classes} classes
 * @param {number[][] | undefined} outputs samples by outputs
 * @param {{x: number, y: number}} slice
 * @returns {ClassSample[]}
 */
export function classSamplesOf(run, classes, outputs, { x, y }) {
  const { targets } = run;
  const { rows } = rawInputs(run);
  if (rows === null || targets === null) {
    return [];
  }
  return rows.map((input, number) => {
    const own = classes.of(targets[number]);
    const row = outputs?.[number] ?? null;
    const told = row === null ? null : classes.of(row);
    return { number, x: input[x], y: input[y], own, told, outputs: row, wrong: told !== null && told !== own };
  });
}
