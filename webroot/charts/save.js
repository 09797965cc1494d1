import { fontSize } from '../ui/canvas.js';
import { colours } from '../ui/colours.js';

/** How many pixels of a saved picture stand for one of the page's. */
const RATIO = 2;

const MARGIN = 16;

/**
 * What is said below a picture.
 * @typedef {object} Key
 * @property {string} text
 * @property {string} colour
 * @property {'line' | 'band' | 'mark'} kind
 * @property {number[]} [dash] pixels drawn and left out
 * @property {number} [width] of the line
 */

/**
 * Saves a chart as it is shown: in the colours of the page, with a title, what the axes are, and the keys.
 * @param {object} picture
 * @param {(ratio: number) => HTMLCanvasElement} picture.copy of the chart
 * @param {string} picture.title
 * @param {import('./axes.js').Names} picture.names of the axes
 * @param {Key[]} picture.keys
 * @param {string} picture.file without its ending
 */
export async function savePicture({ copy, title, names, keys, file }) {
  const chart = copy(RATIO);
  const { surface, strong, text } = colours();
  const size = Math.round(fontSize() * 1.1);
  const line = Math.round(size * 1.7);
  const width = chart.width / RATIO + 2 * MARGIN + line;
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const font = (/** @type {number} */ weight) => `${weight} ${size}px system-ui, sans-serif`;
  context.font = font(400);
  const rows = wrapped(keys, width - 2 * MARGIN - line, (words) => context.measureText(words).width + 2.6 * size);
  const top = MARGIN + 1.6 * line;
  const bottom = top + chart.height / RATIO;
  const height = bottom + line * (1.2 + rows.length) + MARGIN;
  [canvas.width, canvas.height] = [Math.round(width * RATIO), Math.round(height * RATIO)];
  context.scale(RATIO, RATIO);
  context.fillStyle = surface;
  context.fillRect(0, 0, width, height);
  context.drawImage(chart, MARGIN + line, top, chart.width / RATIO, chart.height / RATIO);
  context.textBaseline = 'middle';
  context.fillStyle = strong;
  context.font = font(700);
  context.fillText(title, MARGIN, MARGIN + line / 2, width - 2 * MARGIN);
  context.font = font(400);
  context.fillStyle = text;
  context.textAlign = 'center';
  context.fillText(names.x, (width + line) / 2, bottom + line / 2);
  context.save();
  context.translate(MARGIN + line / 2, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(names.y, 0, 0);
  context.restore();
  context.textAlign = 'left';
  rows.forEach((row, i) => {
    let x = MARGIN + line;
    const y = bottom + line * (1.6 + i);
    for (const { key, width: room } of row) {
      drawKey(context, key, x, y, size);
      context.fillStyle = text;
      context.fillText(key.text, x + 1.8 * size, y);
      x += room;
    }
  });
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done, 'image/png'));
  if (blob !== null) {
    download(blob, `${file}.png`);
  }
}

/**
 * @param {Key[]} keys
 * @param {number} room
 * @param {(text: string) => number} widthOf
 */
function wrapped(keys, room, widthOf) {
  /** @type {{key: Key, width: number}[][]} */
  const rows = [];
  let left = 0;
  for (const key of keys) {
    const width = widthOf(key.text);
    if (width > left) {
      rows.push([]);
      left = room;
    }
    rows[rows.length - 1].push({ key, width });
    left -= width;
  }
  return rows;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Key} key
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function drawKey(context, { colour, kind, dash = [], width = 2 }, x, y, size) {
  context.save();
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  if (kind === 'band') {
    context.fillRect(x, y - size / 3, 1.4 * size, (2 * size) / 3);
  } else {
    context.beginPath();
    context.moveTo(kind === 'mark' ? x + 0.7 * size : x, kind === 'mark' ? y - size / 2 : y);
    context.lineTo(kind === 'mark' ? x + 0.7 * size : x + 1.4 * size, kind === 'mark' ? y + size / 2 : y);
    context.stroke();
  }
  context.restore();
}

/**
 * Saves a table.
 * @param {string[]} head
 * @param {(string | number | null | undefined)[][]} rows a number is written so that reading it gives the same one
 * @param {string} file without its ending
 */
export function saveTable(head, rows, file) {
  download(new Blob([csv(head, rows)], { type: 'text/csv' }), `${file}.csv`);
}

/**
 * A table as CSV.
 * @param {string[]} head
 * @param {(string | number | null | undefined)[][]} rows
 */
export function csv(head, rows) {
  const cell = (/** @type {string | number | null | undefined} */ value) => {
    const text = String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/**
 * A name as a part of a file's name.
 * @param {string} name
 */
export function fileName(name) {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '') || 'run';
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
