import { colours } from './colours.js';
import { svg } from './svg.js';

/** Shapes of about the same size, in a square from −1 to 1: classes differ without their colours, too. */
const SHAPES = [
  'M.9 0A.9 .9 0 1 1 -.9 0A.9 .9 0 1 1 .9 0Z',
  'M-.8 -.8H.8V.8H-.8Z',
  'M0 -1L1 .8H-1Z',
  'M0 -1.1L1.1 0L0 1.1L-1.1 0Z',
  'M-.38 -1H.38V-.38H1V.38H.38V1H-.38V.38H-1V-.38H-.38Z',
  'M0 1L1 -.8H-1Z',
  'M0 -1.1L.28 -.36L1.05 -.34L.45 .15L.65 .89L0 .47L-.65 .89L-.45 .15L-1.05 -.34L-.28 -.36Z',
  'M-.55 -.9H.55L1 0L.55 .9H-.55L-1 0Z',
];

/** @type {Path2D[]} */
let paths = [];

/**
 * The place of a class's shape: with more classes than colours, those of one colour have different shapes.
 * @param {number} place of the class, from 0
 */
function shapeOf(place) {
  return (place + Math.floor(place / SHAPES.length)) % SHAPES.length;
}

/**
 * A class's colour for drawing.
 * @param {number} place of the class, from 0
 */
export function classColour(place) {
  const { lines } = colours();
  return lines[place % lines.length];
}

/**
 * A class's mark on a canvas.
 * @param {CanvasRenderingContext2D} context
 * @param {number} place of the class, from 0
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {{colour: string, width: number}[]} outlines the widest first
 * @param {string | null} hole the colour of its middle; null for a full one
 */
export function drawClassMark(context, place, x, y, radius, outlines, hole = null) {
  paths = paths.length > 0 ? paths : SHAPES.map((shape) => new Path2D(shape));
  const path = paths[shapeOf(place)];
  context.save();
  context.translate(x, y);
  context.scale(radius, radius);
  context.lineJoin = 'round';
  for (const { colour, width } of outlines) {
    context.strokeStyle = colour;
    context.lineWidth = width / radius;
    context.stroke(path);
  }
  context.fillStyle = classColour(place);
  context.fill(path);
  if (hole !== null) {
    context.scale(0.5, 0.5);
    context.fillStyle = hole;
    context.fill(path);
  }
  context.restore();
}

/**
 * A class's mark beside its name.
 * @param {number} place of the class, from 0
 */
export function classKey(place) {
  return svg('svg', { class: 'class-key', viewBox: '-1.2 -1.2 2.4 2.4', 'aria-hidden': 'true' }, svg('path', { d: SHAPES[shapeOf(place)], class: `fill-${(place % 8) + 1}` }));
}
