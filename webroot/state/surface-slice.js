/**
 * What is shown: two inputs, or one against the output; which output; where all others stand.
 * @typedef {object} Slice
 * @property {number} x the input that goes across
 * @property {number} y the input that goes up; the same one for a curve
 * @property {number} output
 * @property {number | null} sample whose values the other inputs have; null for their means
 */

/**
 * The topic that brings a slice.
 * @param {Slice} slice
 */
export function topicOf({ x, y, output, sample }) {
  return `surface:${x},${y},${output}${sample === null ? '' : `,${sample}`}`;
}

/**
 * @param {Slice | undefined} a
 * @param {Slice} b
 */
export function sameSlice(a, b) {
  return a !== undefined && topicOf(a) === topicOf(b);
}
