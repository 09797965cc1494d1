/** The most neurons of a layer, or inputs, that are drawn. */
export const MAX_SHOWN = 64;

/** The most neurons in a column, from which the layout chooses; wider layers get more columns. */
const ROWS = [16, 12, 8, 6];

/** Sizes of a node in pixels: a finger still hits the least, the last row of seats sees the greatest. */
const MIN_SIZE = 24;
const MAX_SIZE = 120;

const MIN_GAP = 44;
const SPACING = 1.25;

/**
 * A neuron in the picture, or an input.
 * @typedef {object} Node
 * @property {number} layer 0 for the inputs, then as layers are counted
 * @property {number} place in its layer, from 0
 * @property {number} x of its middle
 * @property {number} y of its middle
 *
 * @typedef {object} Layout
 * @property {Node[]} nodes layer by layer
 * @property {number} size of a node
 * @property {number} width of the picture
 * @property {number} height of the picture
 */

/**
 * Where the neurons stand: layers from left to right, wide ones in several columns.
 * @param {number[]} widths the number of inputs, then of each layer's neurons
 * @param {number} room how wide the picture may be, if it can
 * @param {number} tall how tall
 * @returns {Layout}
 */
export function layout(widths, room, tall) {
  const shown = widths.map((count) => Math.min(count, MAX_SHOWN));
  const [best] = ROWS.map((most) => arrange(shown, most, room, tall)).toSorted((a, b) => b.size - a.size);
  const { columns, rows, size } = best;
  const inAll = sum(columns);
  const pitch = Math.round(SPACING * size);
  const tallest = pitch * Math.max(...rows);
  // Room for the dot of the lowest bias.
  const height = tallest + Math.ceil(size / 8);
  const width = Math.max(room, pitch * inAll + MIN_GAP * (widths.length - 1));
  const gap = widths.length > 1 ? (width - pitch * inAll) / (widths.length - 1) : 0;
  /** @type {Node[]} */
  const nodes = [];
  let left = 0;
  shown.forEach((count, layer) => {
    for (let place = 0; place < count; place++) {
      const row = place % rows[layer];
      const column = Math.floor(place / rows[layer]);
      nodes.push({
        layer,
        place,
        x: left + pitch * (column + 0.5),
        y: tallest / 2 + pitch * (row - (rows[layer] - 1) / 2),
      });
    }
    left += pitch * columns[layer] + gap;
  });
  return { nodes, size, width, height };
}

/**
 * How large the nodes can be with at most `most` of them in a column.
 * @param {number[]} counts of each layer
 * @param {number} most
 * @param {number} room how wide the picture may be
 * @param {number} tall how tall
 */
function arrange(counts, most, room, tall) {
  const columns = counts.map((count) => Math.ceil(count / most));
  const rows = counts.map((count, layer) => Math.ceil(count / columns[layer]));
  const fitting = Math.min(
    (room - MIN_GAP * (counts.length - 1)) / (SPACING * sum(columns)),
    tall / (SPACING * Math.max(...rows)),
  );
  return { columns, rows, size: Math.max(MIN_SIZE, Math.min(MAX_SIZE, Math.floor(fitting / 4) * 4)) };
}

/** @param {number[]} counts */
function sum(counts) {
  return counts.reduce((all, count) => all + count, 0);
}

/**
 * Where a parameter stands among all of them: layer by layer, neuron by neuron, the bias last.
 * @param {number[]} widths the number of inputs, then of each layer's neurons
 * @param {number} layer from 1
 * @param {number} neuron from 0
 * @param {number} input from 0; the number of inputs for the bias
 */
export function parameterPlace(widths, layer, neuron, input) {
  let first = 0;
  for (let before = 1; before < layer; before++) {
    first += widths[before] * (widths[before - 1] + 1);
  }
  return first + neuron * (widths[layer - 1] + 1) + input;
}

/**
 * Where a neuron stands among all of them, layer by layer.
 * @param {number[]} widths the number of inputs, then of each layer's neurons
 * @param {number} layer from 1
 * @param {number} neuron from 0
 */
export function neuronPlace(widths, layer, neuron) {
  return sum(widths.slice(1, layer)) + neuron;
}

/**
 * @param {number} layer from 1
 * @param {number} neuron from 0
 */
export function neuronName(layer, neuron) {
  return `layer${layer}.neuron${neuron + 1}`;
}

/**
 * The layer (from 1) and the place (from 0) that a neuron's name means.
 * @param {string} name of a neuron or of its parameter
 */
export function parseName(name) {
  const [, layer, neuron, weight] = name.match(/^layer(\d+)\.neuron(\d+)(?:\.(?:w(\d+)|b))?$/) ?? [];
  return layer === undefined
    ? null
    : { layer: Number(layer), neuron: Number(neuron) - 1, input: weight === undefined ? null : Number(weight) };
}
