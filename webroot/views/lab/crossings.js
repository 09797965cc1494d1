/**
 * Where a level crosses a cell's sides, from its corners' values, in turn around it.
 * @param {number} level
 * @param {...number} corners
 * @returns {[number, number][]}
 */
export function crossings(level, ...corners) {
  /** @type {[number, number][]} */
  const places = [[0, 0], [1, 0], [1, 1], [0, 1]];
  /** @type {[number, number][]} */
  const points = [];
  corners.forEach((here, i) => {
    const next = (i + 1) % 4;
    const there = corners[next];
    if (here < level !== there < level && Number.isFinite(here) && Number.isFinite(there)) {
      const share = (level - here) / (there - here);
      points.push([
        places[i][0] + share * (places[next][0] - places[i][0]),
        places[i][1] + share * (places[next][1] - places[i][1]),
      ]);
    }
  });
  return points;
}
