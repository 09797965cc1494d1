import { colours } from '../../ui/colours.js';
import { element } from '../../ui/dom.js';
import { formatShort } from '../../ui/format.js';

const ROWS = 32;

/**
 * Histograms over time: a column for each snapshot, a row for each range of values, darker for more numbers.
 * @param {string} name for who can't see it
 */
export function heatStrip(name) {
  const canvas = element('canvas', { role: 'img', class: 'heat' });

  /**
   * @param {import('../../state/levels.js').HealthSnapshot[]} snapshots
   * @param {number} layer
   * @param {import('../../state/levels.js').Quantity} quantity
   */
  function draw(snapshots, layer, quantity) {
    const all = snapshots.map(({ layers }) => layers[layer][quantity]).filter(({ low, high }) => Number.isFinite(low + high));
    const low = Math.min(...all.map((it) => it.low));
    const high = Math.max(...all.map((it) => it.high));
    canvas.width = Math.max(1, all.length);
    canvas.height = ROWS;
    canvas.setAttribute('aria-label', `${name} over time, between ${formatShort(low)} and ${formatShort(high)}`);
    const context = canvas.getContext('2d');
    if (context === null || all.length === 0) {
      return;
    }
    const image = context.createImageData(all.length, ROWS);
    const filled = new Float64Array(ROWS);
    all.forEach((histogram, x) => {
      const most = fill(filled, histogram, low, high);
      for (let row = 0; row < ROWS; row++) {
        image.data[4 * ((ROWS - 1 - row) * all.length + x) + 3] = 255 * Math.sqrt(filled[row] / most);
      }
    });
    context.putImageData(image, 0, 0);
    // The image is only opacity; the colour is filled in where it is.
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = colours().loss;
    context.fillRect(0, 0, all.length, ROWS);
  }

  return { canvas, draw };
}

/**
 * Counts the numbers of a histogram in each row between `low` and `high`, without making an object:
 * some thousand histograms are drawn four times a second.
 * @param {Float64Array} filled by rows, from the bottom
 * @param {import('../../state/levels.js').Histogram} histogram
 * @param {number} low
 * @param {number} high
 * @returns {number} how much stands in the fullest row, at least 1
 */
export function fill(filled, histogram, low, high) {
  const { counts } = histogram;
  const bin = (histogram.high - histogram.low) / counts.length;
  let most = 1;
  filled.fill(0);
  for (let i = 0; i < counts.length; i++) {
    const value = histogram.low + (i + 0.5) * bin;
    const row = high > low ? Math.floor(((value - low) / (high - low)) * ROWS) : ROWS / 2;
    const place = Math.min(ROWS - 1, Math.max(0, row));
    filled[place] += counts[i];
    most = Math.max(most, filled[place]);
  }
  return most;
}
