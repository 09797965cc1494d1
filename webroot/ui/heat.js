import { colours } from './colours.js';

/** Shades on each side of 0. */
const SHADES = 127;

/** @type {WeakMap<object, number[][]>} by the page's colours */
const scales = new WeakMap();

/**
 * A colour between blue for -1, the background for 0, and orange for 1, as red, green and blue.
 * @param {number} value
 */
function shade(value) {
  const now = colours();
  const scale = scales.get(now) ?? makeScale(now);
  scales.set(now, scale);
  const clipped = Math.max(-1, Math.min(1, Number.isNaN(value) ? 0 : value));
  return scale[SHADES + Math.round(SHADES * clipped)];
}

/** @param {{negative: string, positive: string, surface: string}} now */
function makeScale(now) {
  const [negative, positive, middle] = [now.negative, now.positive, now.surface].map(
    (colour) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number),
  );
  return Array.from({ length: 2 * SHADES + 1 }, (_, i) => {
    const t = (i - SHADES) / SHADES;
    const pole = t < 0 ? negative : positive;
    return middle.map((channel, c) => Math.round(channel + (pole[c] - channel) * Math.abs(t)));
  });
}

/**
 * The same as a colour for drawing.
 * @param {number} value
 */
export function shadeText(value) {
  return `rgb(${shade(value).join(' ')})`;
}

/** @type {WeakMap<Float64Array, {scale: number, centre: number, colours: object, canvas: HTMLCanvasElement}>} */
const pictures = new WeakMap();

/**
 * A picture of values, one pixel each; made once.
 * @param {Float64Array} values row after row, the lowest one first
 * @param {number} columns
 * @param {number} scale how far from the centre a value gets the full colour
 * @param {number} [centre] the value that is pale
 * @returns {HTMLCanvasElement}
 */
export function picture(values, columns, scale, centre = 0) {
  const now = colours();
  const made = pictures.get(values);
  if (made && made.scale === scale && made.centre === centre && made.colours === now) {
    return made.canvas;
  }
  const canvas = paint(values, columns, scale, centre);
  pictures.set(values, { scale, centre, colours: now, canvas });
  return canvas;
}

/**
 * @param {Float64Array} values
 * @param {number} columns
 * @param {number} scale
 * @param {number} centre
 */
function paint(values, columns, scale, centre) {
  const rows = values.length / columns;
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext('2d');
  const image = new ImageData(columns, rows);
  image.data.fill(255);
  values.forEach((value, i) => {
    const row = rows - 1 - Math.floor(i / columns);
    const pixel = 4 * (row * columns + (i % columns));
    const colour = shade((value - centre) / scale);
    image.data[pixel] = colour[0];
    image.data[pixel + 1] = colour[1];
    image.data[pixel + 2] = colour[2];
  });
  context?.putImageData(image, 0, 0);
  return canvas;
}
