/**
 * A sample as the picture has it.
 * @typedef {object} Sample
 * @property {number} number from 0
 * @property {number} x its value of the input that goes across
 * @property {number} y its value of the input that goes up
 * @property {number} target
 * @property {number | null} output null as long as it isn't known
 * @property {boolean} wrong whether output and target are on different sides of the boundary
 */

/**
 * @param {import('../../state/protocol.js').Welcome} run
 * @param {number[][] | undefined} outputs samples by outputs
 * @param {{x: number, y: number, output: number}} slice
 * @returns {Sample[]}
 */
export function samplesOf(run, outputs, { x, y, output }) {
  const { inputs, targets, boundary } = run;
  if (inputs === null || targets === null) {
    return [];
  }
  return inputs.map((input, number) => {
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
