import { parameterPlace } from './layout.js';

/** The most edges that are drawn: of more, the strongest. */
export const MAX_EDGES = 600;

/**
 * @typedef {object} Edge
 * @property {import('./layout.js').Node} from
 * @property {import('./layout.js').Node} to
 * @property {number} parameter its weight's place among the parameters
 */

/**
 * All edges between nodes that are drawn.
 * @param {import('./layout.js').Node[]} nodes
 * @param {number[]} widths the number of inputs, then of each layer's neurons
 * @returns {Edge[]}
 */
export function edgesOf(nodes, widths) {
  const layers = widths.map((_, layer) => nodes.filter((node) => node.layer === layer));
  return layers.slice(1).flatMap((layer, before) =>
    layer.flatMap((to) =>
      layers[before].map((from) => ({
        from,
        to,
        parameter: parameterPlace(widths, to.layer, to.place, from.place),
      })),
    ),
  );
}

/**
 * The edges to draw, the strongest last: all, or the strongest and those that are lit.
 * @param {Edge[]} edges
 * @param {Float64Array} values of all parameters
 * @param {(edge: Edge) => boolean} lit
 */
export function strongest(edges, values, lit) {
  const size = (/** @type {Edge} */ edge) => Math.abs(values[edge.parameter]);
  const sorted = edges.toSorted((a, b) => size(a) - size(b));
  const cut = sorted.length - MAX_EDGES;
  return cut > 0 ? sorted.filter((edge, i) => i >= cut || lit(edge)) : sorted;
}

/**
 * The edge at a point, or nearly so.
 * @param {Edge[]} edges
 * @param {number} x
 * @param {number} y
 * @param {number} reach the greatest distance
 */
export function edgeAt(edges, x, y, reach) {
  /** @type {Edge | null} */
  let nearest = null;
  let least = reach;
  for (const edge of edges) {
    const distance = distanceTo(edge, x, y);
    if (distance <= least) {
      nearest = edge;
      least = distance;
    }
  }
  return nearest;
}

/**
 * @param {Edge} edge
 * @param {number} x
 * @param {number} y
 */
function distanceTo({ from, to }, x, y) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const along = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(from.x + t * dx - x, from.y + t * dy - y);
}
