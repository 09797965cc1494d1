import { contour } from '../../charts/contour.js';
import { dot } from '../../charts/lines.js';
import { colours } from '../../ui/colours.js';
import { formatShort } from '../../ui/format.js';

const LEVELS = 12;
const MARGIN = 34;

/**
 * The output over two leaves, seen from above, with the gradient as an arrow and the ball's path.
 * @typedef {object} Landscape
 * @property {number[][]} outputs a row for each y, from the lowest on
 * @property {number} reach both axes go so far to both sides of 0
 * @property {[string, string]} names
 * @property {[number, number]} at where the leaves are
 * @property {[number, number]} gradient there
 * @property {{values: number[]}[]} trail the ball's places, its last one in the end
 */

/** @param {HTMLCanvasElement} canvas */
export function contourPlot(canvas) {
  /** Colours, level lines and axes, drawn once for each picture: they take most of the time. */
  const ground = document.createElement('canvas');
  /** @type {unknown[]} what the ground was drawn from */
  let drawn = [];

  return {
    /** @param {Landscape} landscape */
    draw(landscape) {
      const width = canvas.clientWidth;
      const height = canvas.clientHeight;
      const paint = canvas.getContext('2d');
      if (paint === null || width === 0) {
        return;
      }
      const density = devicePixelRatio || 1;
      const { reach, outputs, names } = landscape;
      const size = Math.min(width, height) - 2 * MARGIN;
      const left = (width - size) / 2;
      const top = MARGIN - 14;
      const key = [outputs, reach, ...names, width, height, density, colours()];
      if (key.some((part, i) => part !== drawn[i])) {
        drawn = key;
        for (const one of [canvas, ground]) {
          one.width = Math.round(width * density);
          one.height = Math.round(height * density);
        }
        drawGround(ground, density, landscape, left, top, size);
      }
      /** @type {(x: number, y: number) => [number, number]} */
      const toScreen = (x, y) => [left + (size * (x + reach)) / (2 * reach), top + size - (size * (y + reach)) / (2 * reach)];
      paint.setTransform(1, 0, 0, 1, 0, 0);
      paint.clearRect(0, 0, canvas.width, canvas.height);
      paint.drawImage(ground, 0, 0);
      paint.scale(density, density);
      paint.save();
      paint.beginPath();
      paint.rect(left, top, size, size);
      paint.clip();
      drawTrail(paint, landscape.trail, toScreen);
      drawArrow(paint, toScreen(...landscape.at), landscape.gradient, size);
      paint.restore();
    },
  };
}

/**
 * @param {HTMLCanvasElement} ground
 * @param {number} density
 * @param {Landscape} landscape
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
function drawGround(ground, density, landscape, left, top, size) {
  const paint = ground.getContext('2d');
  if (paint !== null) {
    paint.scale(density, density);
    paint.drawImage(image(landscape.outputs), left, top, size, size);
    drawAxes(paint, landscape, left, top, size);
    drawLevels(paint, landscape.outputs, left, top, size);
  }
}

/**
 * Negative is blue and positive is orange, the stronger the further from 0.
 * @param {number[][]} outputs
 */
function image(outputs) {
  const { surface, negative, positive } = colours();
  const [ground, below, above] = [surface, negative, positive].map(parts);
  const rows = outputs.length;
  const columns = outputs[0].length;
  const greatest = extremes(outputs).reduce((most, z) => Math.max(most, Math.abs(z)), 1e-300);
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const paint = canvas.getContext('2d');
  const data = new ImageData(columns, rows);
  outputs.forEach((row, y) =>
    row.forEach((z, x) => {
      const share = Number.isFinite(z) ? 0.7 * Math.sqrt(Math.abs(z) / greatest) : 0;
      const colour = z < 0 ? below : above;
      const first = 4 * ((rows - 1 - y) * columns + x);
      for (let part = 0; part < 3; part++) {
        data.data[first + part] = ground[part] + share * (colour[part] - ground[part]);
      }
      data.data[first + 3] = Number.isFinite(z) ? 255 : 0;
    }),
  );
  paint?.putImageData(data, 0, 0);
  return canvas;
}

/** @param {string} colour as `rgb(1, 2, 3)` */
function parts(colour) {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** @param {number[][]} outputs @returns {[number, number]} */
function extremes(outputs) {
  const finite = outputs.flat().filter(Number.isFinite);
  return finite.length === 0 ? [0, 0] : [Math.min(...finite), Math.max(...finite)];
}

/**
 * @param {CanvasRenderingContext2D} paint
 * @param {Landscape} landscape
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
function drawAxes(paint, { reach, names }, left, top, size) {
  const { text, grid, strong } = colours();
  paint.strokeStyle = grid;
  paint.strokeRect(left + 0.5, top + 0.5, size - 1, size - 1);
  const small = Math.max(12, 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize));
  paint.font = `${small}px system-ui, sans-serif`;
  paint.fillStyle = text;
  for (const at of [-1, -0.5, 0, 0.5, 1]) {
    paint.textAlign = 'center';
    paint.fillText(formatShort(at * reach), left + (size * (at + 1)) / 2, top + size + small + 3);
    paint.textAlign = 'right';
    paint.fillText(formatShort(at * reach), left - 5, top + size - (size * (at + 1)) / 2 + 4);
  }
  paint.fillStyle = strong;
  paint.font = `600 ${small + 1}px system-ui, sans-serif`;
  paint.textAlign = 'center';
  paint.fillText(names[0], left + size / 2, top + size + 2 * small + 6);
  paint.textAlign = 'left';
  paint.fillText(names[1], left, top - 5);
}

/**
 * Lines of equal output.
 * @param {CanvasRenderingContext2D} paint
 * @param {number[][]} outputs
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
function drawLevels(paint, outputs, left, top, size) {
  const [least, greatest] = extremes(outputs);
  const { text } = colours();
  const cellX = size / (outputs[0].length - 1);
  const cellY = size / (outputs.length - 1);
  paint.strokeStyle = text;
  paint.globalAlpha = 0.6;
  paint.lineWidth = 1;
  const [heights, columns] = [outputs.flat(), outputs[0].length];
  paint.beginPath();
  for (let i = 1; i <= LEVELS; i++) {
    // Evenly spaced in the square root of the height, so that a valley's floor has lines too.
    const level = least + (greatest - least) * (i / (LEVELS + 1)) ** 2;
    for (const [x0, y0, x1, y1] of contour(heights, columns, level)) {
      paint.moveTo(left + x0 * cellX, top + size - y0 * cellY);
      paint.lineTo(left + x1 * cellX, top + size - y1 * cellY);
    }
  }
  paint.stroke();
  paint.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} paint
 * @param {{values: number[]}[]} trail
 * @param {(x: number, y: number) => [number, number]} toScreen
 */
function drawTrail(paint, trail, toScreen) {
  if (trail.length < 2) {
    return;
  }
  const { mark } = colours();
  const points = trail.map(({ values }) => toScreen(values[0], values[1]));
  paint.strokeStyle = mark;
  paint.lineWidth = 2;
  paint.beginPath();
  points.forEach(([x, y]) => paint.lineTo(x, y));
  paint.stroke();
  points.forEach(([x, y], i) => dot(paint, x, y, i === points.length - 1 ? 9 : 3, mark));
}

/**
 * The gradient from where the leaves are: its direction, and by its length how steep it is.
 * @param {CanvasRenderingContext2D} paint
 * @param {[number, number]} at
 * @param {[number, number]} gradient
 * @param {number} size
 */
function drawArrow(paint, [x, y], [right, up], size) {
  const { strong, surface } = colours();
  const steepness = Math.hypot(right, up);
  dot(paint, x, y, 6, strong);
  if (steepness === 0 || !Number.isFinite(steepness)) {
    return;
  }
  const length = size * (0.08 + 0.2 * (steepness / (steepness + 4)));
  paint.save();
  paint.translate(x, y);
  paint.rotate(Math.atan2(-up, right));
  paint.lineCap = 'round';
  for (const [colour, width] of /** @type {[string, number][]} */ ([[surface, 8], [strong, 4]])) {
    paint.strokeStyle = colour;
    paint.lineWidth = width;
    paint.beginPath();
    paint.moveTo(0, 0);
    paint.lineTo(length, 0);
    paint.moveTo(length - 11, -8);
    paint.lineTo(length, 0);
    paint.lineTo(length - 11, 8);
    paint.stroke();
  }
  paint.restore();
}
