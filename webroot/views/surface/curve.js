import { colours } from '../../ui/colours.js';
import { shadeText } from '../../ui/heat.js';
import { drawHole } from './plane.js';
import { pixel } from './scale.js';

/**
 * The output along one input as a line.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {import('../../state/levels.js').SurfaceSnapshot} snapshot
 * @param {number | null} boundary the output that parts two classes
 */
export function drawCurve(context, axes, { values, from, to }, boundary) {
  const { grid, strong, loss } = colours();
  drawLevel(context, axes, 0, grid);
  if (boundary !== null) {
    drawLevel(context, axes, boundary, strong);
  }
  context.beginPath();
  values.forEach((value, i) => {
    const at = from[0] + ((to[0] - from[0]) * i) / (values.length - 1);
    const { x, y } = pixel(axes, at, value);
    context.lineTo(x, y);
  });
  context.strokeStyle = loss;
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.stroke();
}

/**
 * A line from left to right at an output.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {number} output
 * @param {string} colour
 */
function drawLevel(context, axes, output, colour) {
  const { y } = pixel(axes, axes.from[0], output);
  if (y >= axes.top && y <= axes.top + axes.height) {
    context.beginPath();
    context.moveTo(axes.left, y);
    context.lineTo(axes.left + axes.width, y);
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.stroke();
  }
}

/**
 * A sample at its target, with a line down or up to what the network says: its error.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {import('./samples.js').Sample} sample
 * @param {number} share of the full colour that the target has, negative below the centre
 * @param {number} radius
 * @param {boolean} lit
 */
export function drawError(context, axes, sample, share, radius, lit) {
  const { strong, accent, bad } = colours();
  const target = pixel(axes, sample.x, sample.target);
  if (sample.output !== null) {
    context.beginPath();
    context.moveTo(target.x, target.y);
    context.lineTo(target.x, pixel(axes, sample.x, sample.output).y);
    context.strokeStyle = bad;
    context.lineWidth = lit ? 3 : 1.5;
    context.stroke();
  }
  context.beginPath();
  context.arc(target.x, target.y, lit ? radius + 3 : radius, 0, 2 * Math.PI);
  context.fillStyle = shadeText(share);
  context.fill();
  if (sample.test) {
    drawHole(context, target.x, target.y, radius);
  }
  context.beginPath();
  context.arc(target.x, target.y, lit ? radius + 3 : radius, 0, 2 * Math.PI);
  context.strokeStyle = lit ? accent : strong;
  context.lineWidth = lit ? 3 : 1.5;
  context.stroke();
}
