import { contour } from '../../charts/contour.js';
import { colours } from '../../ui/colours.js';
import { formatSigned } from '../../ui/format.js';
import { picture, shadeText } from '../../ui/heat.js';
import { pixel } from './scale.js';

/**
 * The output over a plane as a picture, with the line that parts two classes.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {import('../../state/levels.js').SurfaceSnapshot} snapshot
 * @param {import('./words.js').Colouring} colouring
 * @param {number | null} boundary the output on the line
 */
export function drawPlane(context, axes, { values, columns, rows }, { centre, scale }, boundary) {
  const { left, top, width, height } = axes;
  const cell = { width: width / (columns - 1), height: height / (rows - 1) };
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.imageSmoothingEnabled = true;
  // Paler than the samples, which stand out in full colour.
  context.globalAlpha = 0.8;
  // A point of the lattice is the middle of its pixel, and the outermost ones are on the edge.
  context.drawImage(
    picture(values, columns, scale, centre),
    left - cell.width / 2,
    top - cell.height / 2,
    width + cell.width,
    height + cell.height,
  );
  context.globalAlpha = 1;
  context.beginPath();
  for (const [x0, y0, x1, y1] of boundary === null ? [] : contour(values, columns, boundary)) {
    context.moveTo(left + x0 * cell.width, top + height - y0 * cell.height);
    context.lineTo(left + x1 * cell.width, top + height - y1 * cell.height);
  }
  context.strokeStyle = colours().strong;
  context.lineWidth = 2;
  context.lineCap = 'round';
  context.stroke();
  context.restore();
}

/**
 * A sample on the plane: a disc in its target's colour, hollow for one of the test, a cross beside it where the
 * output is on the boundary's other side.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {import('./samples.js').Sample} sample
 * @param {number} share of the full colour that the target has, negative below the centre
 * @param {number} radius
 * @param {boolean} lit
 */
export function drawSample(context, axes, sample, share, radius, lit) {
  const { x, y } = pixel(axes, sample.x, sample.y);
  const { surface, strong, accent } = colours();
  context.beginPath();
  context.arc(x, y, lit ? radius + 3 : radius, 0, 2 * Math.PI);
  context.fillStyle = shadeText(share);
  context.fill();
  if (sample.test) {
    drawHole(context, x, y, radius);
  }
  context.beginPath();
  context.arc(x, y, lit ? radius + 3 : radius, 0, 2 * Math.PI);
  context.strokeStyle = lit ? accent : surface;
  context.lineWidth = lit ? 3 : 2;
  context.stroke();
  // A second outline, for pale grounds.
  context.beginPath();
  context.arc(x, y, (lit ? radius + 3 : radius) + 1.5, 0, 2 * Math.PI);
  context.strokeStyle = strong;
  context.lineWidth = 1;
  context.stroke();
  if (sample.wrong) {
    drawCross(context, x, y, radius);
  }
}

/**
 * The mark of a sample that the network gets wrong: a cross at the upper right of its own mark, which stays whole.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x of the sample
 * @param {number} y
 * @param {number} radius of its mark
 */
export function drawCross(context, x, y, radius) {
  const { surface, strong } = colours();
  const arm = 0.55 * radius;
  const [right, above] = [x + 1.6 * radius, y - 1.6 * radius];
  // An outline, since the ground may have any colour.
  for (const { colour, width } of [{ colour: surface, width: 5 }, { colour: strong, width: 2 }]) {
    context.beginPath();
    context.moveTo(right - arm, above - arm);
    context.lineTo(right + arm, above + arm);
    context.moveTo(right + arm, above - arm);
    context.lineTo(right - arm, above + arm);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * What makes a disc a hollow one.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius of the disc
 */
export function drawHole(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, 0.55 * radius, 0, 2 * Math.PI);
  context.fillStyle = colours().surface;
  context.fill();
  // A disc of a target at the centre is as pale as its hole.
  context.strokeStyle = colours().strong;
  context.lineWidth = 1;
  context.stroke();
}

/**
 * A ring around the sample that is chosen.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {{x: number, y: number}} place in values
 * @param {number} radius
 */
export function drawRing(context, axes, place, radius) {
  const at = pixel(axes, place.x, place.y);
  const { accent, surface } = colours();
  context.beginPath();
  context.arc(at.x, at.y, radius + 6, 0, 2 * Math.PI);
  context.strokeStyle = surface;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = accent;
  context.lineWidth = 3;
  context.stroke();
}

/**
 * The number of a sample and its error, beside it.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {import('./samples.js').Sample} sample
 * @param {number} y where it stands
 * @param {number} radius
 * @param {number} text the size of its letters
 */
export function drawLabel(context, axes, sample, y, radius, text) {
  const error = sample.output === null ? '' : `: error ${formatSigned(sample.output - sample.target)}`;
  drawText(context, axes, { x: sample.x, y }, `${sample.test ? 'test ' : ''}${sample.number}${error}`, radius, text);
}

/**
 * A few words beside a mark.
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scale.js').Axes} axes
 * @param {{x: number, y: number}} place in values
 * @param {string} words
 * @param {number} radius of the mark
 * @param {number} text the size of its letters
 */
export function drawText(context, axes, place, words, radius, text) {
  const { surface, strong } = colours();
  const at = pixel(axes, place.x, place.y);
  const right = at.x < axes.left + axes.width / 2;
  context.font = `600 ${text}px system-ui, sans-serif`;
  context.textAlign = right ? 'left' : 'right';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = surface;
  context.fillStyle = strong;
  const x = at.x + (right ? 1 : -1) * (radius + 8);
  context.strokeText(words, x, at.y);
  context.fillText(words, x, at.y);
}
