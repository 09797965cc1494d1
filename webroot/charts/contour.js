/**
 * A piece of a line, in places of the lattice: columns and rows, fractions too.
 * @typedef {[number, number, number, number]} Segment x and y of one end, then of the other
 */

/**
 * The line along which values on a lattice are `level`: marching squares, each square's two
 * triangles for themselves, so that no square is ambiguous.
 * @param {ArrayLike<number>} values row after row; where one is not finite there is no line
 * @param {number} columns
 * @param {number} level
 * @returns {Segment[]}
 */
export function contour(values, columns, level) {
  const rows = values.length / columns;
  /** @type {Segment[]} */
  const segments = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const corner = (/** @type {number} */ dx, /** @type {number} */ dy) => ({
        x: column + dx,
        y: row + dy,
        value: values[(row + dy) * columns + column + dx] - level,
      });
      triangle(segments, corner(0, 0), corner(1, 0), corner(1, 1));
      triangle(segments, corner(0, 0), corner(1, 1), corner(0, 1));
    }
  }
  return segments;
}

/**
 * @typedef {{x: number, y: number, value: number}} Corner
 * @param {Segment[]} segments
 * @param {...Corner} corners
 */
function triangle(segments, ...corners) {
  if (!corners.every(({ value }) => Number.isFinite(value))) {
    return;
  }
  const crossings = corners.flatMap((a, i) => {
    const b = corners[(i + 1) % 3];
    if (a.value > 0 === b.value > 0) {
      return [];
    }
    const t = a.value / (a.value - b.value);
    return [a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)];
  });
  if (crossings.length === 4) {
    segments.push([crossings[0], crossings[1], crossings[2], crossings[3]]);
  }
}
