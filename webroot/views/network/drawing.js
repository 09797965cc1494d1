import { fit } from '../../ui/canvas.js';
import { colours } from '../../ui/colours.js';
import { picture, shadeText } from '../../ui/heat.js';

/** Width of the strongest edge in pixels, and with many edges. */
const WIDEST = 7;
const WIDEST_OF_MANY = 3;
const MANY = 100;

const THINNEST = 0.75;

/**
 * What a picture of the network is made from.
 * @typedef {object} Scene
 * @property {import('./layout.js').Layout} layout
 * @property {import('./edges.js').Edge[]} edges those to draw, the strongest last
 * @property {Float64Array} values of all parameters: their data, or their gradients
 * @property {Float64Array} data of all parameters
 * @property {(node: import('./layout.js').Node) => number} biasPlace
 * @property {(node: import('./layout.js').Node) => {values: Float64Array, columns: number, scale: number} | null} output
 * @property {(node: import('./layout.js').Node) => string} label of an input
 * @property {(node: import('./layout.js').Node) => string} trouble a word for a neuron that is not well
 * @property {number} font size of what is written, in pixels
 * @property {((edge: import('./edges.js').Edge) => boolean) | null} lit null where nothing is
 * @property {(node: import('./layout.js').Node) => boolean} litNode
 * @property {{x: number, y: number} | null} mark where the pointed sample is in a node's picture, from 0 to 1
 */

/**
 * Draws the network.
 * @param {HTMLCanvasElement} canvas
 * @param {Scene} scene
 */
export function drawNetwork(canvas, scene) {
  const { layout, edges, values } = scene;
  const context = fit(canvas, layout.width, layout.height);
  context.clearRect(0, 0, layout.width, layout.height);
  const most = edges.reduce((max, edge) => Math.max(max, Math.abs(values[edge.parameter])), 0) || 1;
  const widest = edges.length > MANY ? WIDEST_OF_MANY : WIDEST;
  context.lineCap = 'round';
  for (const edge of edges) {
    drawEdge(context, edge, values[edge.parameter] / most, widest, scene.lit);
  }
  for (const node of layout.nodes) {
    drawNode(context, node, scene);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./edges.js').Edge} edge
 * @param {number} share of the largest, from -1 to 1
 * @param {number} widest how wide the largest is
 * @param {Scene['lit']} lit
 */
function drawEdge(context, edge, share, widest, lit) {
  const size = Math.abs(share);
  context.globalAlpha = lit === null ? 1 : lit(edge) ? 1 : 0.12;
  // A weight near 0 is thin, not gone.
  context.strokeStyle = shadeText(Math.sign(share) * (0.25 + 0.75 * size));
  context.lineWidth = THINNEST + (widest - THINNEST) * size;
  context.beginPath();
  context.moveTo(edge.from.x, edge.from.y);
  context.lineTo(edge.to.x, edge.to.y);
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./layout.js').Node} node
 * @param {Scene} scene
 */
function drawNode(context, node, scene) {
  const { size } = scene.layout;
  const { surface, edge, accent, strong } = colours();
  const left = node.x - size / 2;
  const top = node.y - size / 2;
  const lit = scene.litNode(node);
  context.save();
  box(context, left, top, size);
  context.fillStyle = surface;
  context.fill();
  context.clip();
  const output = node.layer === 0 ? null : scene.output(node);
  if (output !== null) {
    const { values, columns, scale } = output;
    context.imageSmoothingEnabled = columns < values.length;
    context.drawImage(picture(values, columns, scale), left, top, size, size);
  }
  if (scene.mark !== null && output !== null) {
    drawMark(context, left, top, size, scene.mark, output);
  }
  context.restore();
  if (node.layer === 0) {
    context.fillStyle = strong;
    context.font = `600 ${Math.max(10, Math.min(1.15 * scene.font, size / 2.6))}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(scene.label(node), node.x, node.y, size - 2);
  }
  drawTrouble(context, node, scene);
  box(context, left, top, size);
  context.strokeStyle = lit ? accent : edge;
  context.lineWidth = lit ? 3 : 1;
  context.stroke();
  if (node.layer > 0) {
    drawBias(context, left, top + size, scene.data[scene.biasPlace(node)], size);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./layout.js').Node} node
 * @param {Scene} scene
 */
function drawTrouble(context, node, { trouble, font, layout: { size } }) {
  const word = node.layer > 0 ? trouble(node) : '';
  if (word === '') {
    return;
  }
  const { surface, bad } = colours();
  context.font = `600 ${Math.max(9, Math.min(font, size / 3.2))}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 5;
  context.strokeStyle = surface;
  context.strokeText(word, node.x, node.y, size - 4);
  context.fillStyle = bad;
  context.fillText(word, node.x, node.y, size - 4);
}

/**
 * A dot at the lower left corner: its colour and size are the bias.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} bias
 * @param {number} size of the node
 */
function drawBias(context, x, y, bias, size) {
  const { surface, edge } = colours();
  const share = Math.min(1, Math.abs(bias));
  context.beginPath();
  context.arc(x, y, Math.max(2.5, (size / 7) * (0.35 + 0.65 * share)), 0, 2 * Math.PI);
  context.fillStyle = bias === 0 ? surface : shadeText(Math.sign(bias) * (0.3 + 0.7 * share));
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = 1;
  context.stroke();
}

/**
 * Where the pointed sample is: a ring in the plane, a frame around its bar.
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} top
 * @param {number} size
 * @param {{x: number, y: number}} mark
 * @param {{values: Float64Array, columns: number}} output
 */
function drawMark(context, left, top, size, mark, { values, columns }) {
  context.strokeStyle = colours().strong;
  context.lineWidth = 2;
  context.beginPath();
  if (columns < values.length) {
    context.arc(left + mark.x * size, top + (1 - mark.y) * size, Math.max(2.5, size / 12), 0, 2 * Math.PI);
  } else {
    context.rect(left + mark.x * size, top, size / columns, size);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
function box(context, left, top, size) {
  context.beginPath();
  context.roundRect(left, top, size, size, Math.min(8, size / 5));
}
