import { colours } from '../../ui/colours.js';
import { formatShort } from '../../ui/format.js';
import { pixel, ticks } from './scale.js';

/**
 * Numbers and names at the axes.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {number} text the size of its letters
 * @param {string} nameX
 * @param {string} nameY
 */
export function drawAxes(context, axes, text, nameX, nameY) {
  const { left, top, width, height, from, to } = axes;
  const now = colours();
  context.font = `${text}px system-ui, sans-serif`;
  context.fillStyle = now.text;
  context.strokeStyle = now.edge;
  context.lineWidth = 1;
  context.strokeRect(left, top, width, height);
  context.textBaseline = 'top';
  for (const x of ticks(from[0], to[0])) {
    context.textAlign = 'center';
    context.fillText(formatShort(x), pixel(axes, x, from[1]).x, top + height + 4);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const y of ticks(from[1], to[1])) {
    context.fillText(formatShort(y), left - 5, pixel(axes, from[0], y).y);
  }
  context.font = `600 ${text}px system-ui, sans-serif`;
  context.fillStyle = now.strong;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(nameX, left + width / 2, top + height + 2.55 * text);
  context.save();
  context.translate(text * 0.9, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(nameY, 0, 0);
  context.restore();
}
