/**
 * A number that an expression's text gives, and where it stands there.
 * @typedef {{id: number, name: string, start: number, end: number}} Leaf
 */

/**
 * The text with another number in a leaf's place. A negative number inside an expression gets
 * parentheses: `-3**2` would be something else than `(-3)**2`.
 * @template {Leaf} T
 * @param {string} text
 * @param {T[]} leaves
 * @param {number} id
 * @param {number} number
 * @returns {{text: string, leaves: T[]}} with the places that the leaves have now
 */
export function withNumber(text, leaves, id, number) {
  const leaf = leaves.find((one) => one.id === id);
  if (leaf === undefined) {
    return { text, leaves };
  }
  const { start, end } = leaf;
  const closed = /[(,]\s*$/.test(text.slice(0, start)) && /^\s*[),]/.test(text.slice(end));
  const wrap = number < 0 && leaf.name === '' && !closed ? 1 : 0;
  const written = wrap ? `(${number})` : String(number);
  const shift = written.length - (end - start);
  return {
    text: text.slice(0, start) + written + text.slice(end),
    leaves: leaves.map((one) => {
      if (one === leaf) {
        return { ...one, start: start + wrap, end: start + written.length - wrap };
      }
      return one.start < start ? one : { ...one, start: one.start + shift, end: one.end + shift };
    }),
  };
}

/**
 * The line of a text in which a place lies, and the column in it, both for a mark below it.
 * @param {string} text
 * @param {number} position
 */
export function lineAt(text, position) {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const end = text.indexOf('\n', position);
  return { line: text.slice(start, end < 0 ? undefined : end), column: position - start };
}
