/**
 * The box that an arrow key leads to: a child, a parent, or the next one above or below.
 * @param {string} key
 * @param {string} from the box where one is
 * @param {import('./structure.js').Layout} layout
 */
export function towards(key, from, { boxes, links }) {
  const here = boxes.find((box) => box.id === from);
  switch (key) {
    case 'ArrowLeft':
      return links.find((link) => link.to === from)?.from ?? null;
    case 'ArrowRight':
      return links.find((link) => link.from === from)?.to ?? null;
    case 'ArrowUp':
    case 'ArrowDown': {
      if (here === undefined) {
        return null;
      }
      const sign = key === 'ArrowUp' ? -1 : 1;
      const candidates = boxes
        .filter((box) => sign * (box.y - here.y) > 0 && Math.abs(box.x - here.x) < here.width)
        .sort((one, other) => sign * (one.y - other.y));
      return candidates[0]?.id ?? null;
    }
    default:
      return null;
  }
}

/**
 * The box that all links lead to: the one that ends furthest to the right.
 * @param {import('./structure.js').Area[]} boxes
 */
export function resultOf(boxes) {
  return [...boxes].sort((one, other) => other.x + other.width - one.x - one.width)[0];
}

/**
 * What holds all of them.
 * @param {import('./structure.js').Area[]} areas
 * @returns {import('./structure.js').Area}
 */
export function union(areas) {
  const x = Math.min(...areas.map((area) => area.x));
  const y = Math.min(...areas.map((area) => area.y));
  const right = Math.max(...areas.map((area) => area.x + area.width));
  const bottom = Math.max(...areas.map((area) => area.y + area.height));
  return { id: '', x, y, width: right - x, height: bottom - y };
}

/**
 * A link's way as an SVG path.
 * @param {number[]} points x and y in turn
 */
export function path(points) {
  let text = `M${points[0]} ${points[1]}`;
  for (let i = 2; i < points.length; i += 2) {
    text += `L${points[i]} ${points[i + 1]}`;
  }
  return text;
}
