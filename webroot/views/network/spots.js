import { parameterPlace } from './layout.js';

/**
 * A parameter where the picture has it: a weight on its edge, a bias at its neuron's corner.
 * @typedef {object} Spot
 * @property {number} layer from 1
 * @property {number} neuron from 0
 * @property {number} input which of the neuron's parameters; the number of inputs for the bias
 * @property {number} parameter its place among all
 * @property {string} name
 * @property {number} x of its middle in the picture
 * @property {number} y of its middle in the picture
 */

/**
 * Where parameters stand in a picture of the network.
 * @param {import('./layout.js').Layout} layout
 * @param {number[]} widths the number of inputs, then of each layer's neurons
 * @param {string[]} names of all parameters
 */
export function spotsOf({ nodes, size }, widths, names) {
  /**
   * Half way between the layers, where no neuron is in the way.
   * @param {import('./edges.js').Edge} edge
   * @returns {Spot}
   */
  function edgeSpot({ from, to, parameter }) {
    const columns = (/** @type {number} */ layer) => nodes.filter((node) => node.layer === layer).map((node) => node.x);
    const x = (Math.max(...columns(from.layer)) + Math.min(...columns(to.layer))) / 2;
    const y = from.y + ((x - from.x) / (to.x - from.x)) * (to.y - from.y);
    return { layer: to.layer, neuron: to.place, input: from.place, parameter, name: names[parameter], x, y };
  }

  /**
   * @param {import('./layout.js').Node} node
   * @returns {Spot}
   */
  function biasSpot({ layer, place, x, y }) {
    const input = widths[layer - 1];
    const parameter = parameterPlace(widths, layer, place, input);
    return { layer, neuron: place, input, parameter, name: names[parameter], x: x - size / 2, y: y + size / 2 };
  }

  return {
    edgeSpot,
    /**
     * The bias at a point, or nearly so.
     * @param {number} x
     * @param {number} y
     * @param {number} reach the greatest distance
     */
    biasAt(x, y, reach) {
      const biases = nodes.filter(({ layer }) => layer > 0).map(biasSpot);
      return biases.find((spot) => Math.hypot(spot.x - x, spot.y - y) <= reach) ?? null;
    },
    /**
     * Where a neuron's parameter is; null where the picture does not have it.
     * @param {{layer: number, neuron: number, input: number}} chosen
     * @param {import('./edges.js').Edge[]} edges
     */
    spotOf({ layer, neuron, input }, edges) {
      const node = nodes.find((one) => one.layer === layer && one.place === neuron);
      if (node && input === widths[layer - 1]) {
        return biasSpot(node);
      }
      const edge = edges.find(({ from, to }) => to === node && from.place === input);
      return edge ? edgeSpot(edge) : null;
    },
  };
}
