import { classColour, drawClassMark } from '../../ui/class-mark.js';
import { colours } from '../../ui/colours.js';
import { drawCross } from './plane.js';
import { pixel } from './scale.js';

/** Pixels of the picture from one point of the lattice to the next. */
const FINE = 8;

/** How much of a class's colour there is where two outputs are the same, and where one is far above the others. */
const PALE = 0.2;
const FULL = 0.62;

/**
 * @typedef {import('../../state/levels.js').SurfacesSnapshot} Shown
 * @typedef {import('./scale.js').Axes} Axes
 */

/**
 * Which output is the largest at a point between those of a lattice, and by how much; outputs between
 * points are interpolated.
 * @param {Shown} shown
 * @param {number} x in columns, fractions too
 * @param {number} y in rows, fractions too
 * @returns {{place: number, margin: number}} place -1 where an output is no number
 */
export function largestAt({ values, columns, rows }, x, y) {
  const column = Math.min(columns - 2, Math.floor(x));
  const row = Math.min(rows - 2, Math.floor(y));
  const [right, up] = [x - column, y - row];
  const first = row * columns + column;
  let place = -1;
  let most = -Infinity;
  let second = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const of = values[i];
    const value =
      (1 - up) * ((1 - right) * of[first] + right * of[first + 1]) + up * ((1 - right) * of[first + columns] + right * of[first + columns + 1]);
    if (Number.isNaN(value)) {
      return { place: -1, margin: 0 };
    }
    if (value > most) {
      second = most;
      most = value;
      place = i;
    } else if (value > second) {
      second = value;
    }
  }
  return { place, margin: most - second };
}

/** @type {WeakMap<Shown, {colours: object, scale: number, picture: HTMLCanvasElement}>} */
const pictures = new WeakMap();

/**
 * Every point in the colour of the class with the largest output there, fainter where another is near; a
 * line where two are the same.
 * @param {CanvasRenderingContext2D} context
 * @param {Axes} axes
 * @param {Shown} shown
 * @param {number} scale the margin that gets the full colour
 */
export function drawClassPlane(context, { left, top, width, height }, shown, scale) {
  const now = colours();
  const made = pictures.get(shown);
  const picture = made?.colours === now && made.scale === scale ? made.picture : paint(shown, scale);
  pictures.set(shown, { colours: now, scale, picture });
  context.imageSmoothingEnabled = true;
  context.drawImage(picture, left, top, width, height);
}

/**
 * @param {Shown} shown
 * @param {number} scale
 */
function paint(shown, scale) {
  const canvas = document.createElement('canvas');
  canvas.width = (shown.columns - 1) * FINE;
  canvas.height = (shown.rows - 1) * FINE;
  const context = canvas.getContext('2d');
  const image = new ImageData(canvas.width, canvas.height);
  const of = shown.values.map((_, i) => channels(classColour(i)));
  const { surface, strong } = colours();
  const [ground, ink] = [channels(surface), channels(strong)];
  /** @type {number[]} */
  let above = [];
  for (let row = 0; row < canvas.height; row++) {
    /** @type {number[]} */
    const places = [];
    for (let column = 0; column < canvas.width; column++) {
      const { place, margin } = largestAt(shown, (column + 0.5) / FINE, shown.rows - 1 - (row + 0.5) / FINE);
      places.push(place);
      if (place >= 0) {
        const border = differs(places[column - 1], place) || differs(above[column], place);
        const share = border ? 0.8 : PALE + (FULL - PALE) * Math.min(1, margin / scale);
        const colour = border ? ink : of[place];
        const first = 4 * (row * canvas.width + column);
        for (let channel = 0; channel < 3; channel++) {
          image.data[first + channel] = ground[channel] + share * (colour[channel] - ground[channel]);
        }
        image.data[first + 3] = 255;
      }
    }
    above = places;
  }
  context?.putImageData(image, 0, 0);
  return canvas;
}

/**
 * @param {number | undefined} before
 * @param {number} place
 */
function differs(before, place) {
  return before !== undefined && before >= 0 && before !== place;
}

/** @param {string} colour as computed */
function channels(colour) {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/**
 * A sample by the mark of its own class, hollow for one of the test, a cross beside it where another is told.
 * @param {CanvasRenderingContext2D} context
 * @param {Axes} axes
 * @param {import('./samples.js').ClassSample} sample
 * @param {number} radius
 * @param {boolean} lit
 */
export function drawClassSample(context, axes, sample, radius, lit) {
  const { x, y } = pixel(axes, sample.x, sample.y);
  const { surface, strong, accent } = colours();
  const size = (lit ? radius + 3 : radius) * 1.1;
  drawClassMark(context, sample.own, x, y, size, [
    { colour: lit ? accent : strong, width: lit ? 7 : 4 },
    { colour: surface, width: lit ? 3 : 2 },
  ], sample.test ? surface : null);
  if (sample.wrong) {
    drawCross(context, x, y, size);
  }
}
