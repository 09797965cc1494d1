import { colours } from '../colours.js';
import { element } from '../dom.js';
import { formatShort } from '../format.js';

const ROWS = 32;

/**
 * Histograms over time: a column a moment, a row a value, the darker the more numbers stand there.
 * @param {string} name for who can't see it
 */
export function heatStrip(name) {
  const canvas = element('canvas', { role: 'img', class: 'heat' });

  /**
   * @param {import('../levels.js').HealthMoment[]} moments
   * @param {number} layer
   * @param {import('../levels.js').Quantity} quantity
   */
  function draw(moments, layer, quantity) {
    const all = moments.map(({ layers }) => layers[layer][quantity]).filter(({ low, high }) => Number.isFinite(low + high));
    const low = Math.min(...all.map((it) => it.low));
    const high = Math.max(...all.map((it) => it.high));
    canvas.width = Math.max(1, all.length);
    canvas.height = ROWS;
    canvas.setAttribute('aria-label', `${name} over time, between ${formatShort(low)} and ${formatShort(high)}`);
    const context = canvas.getContext('2d');
    if (context === null) {
      return;
    }
    context.fillStyle = colours().loss;
    all.forEach((histogram, x) => {
      rows(histogram, low, high).forEach((share, y) => {
        context.globalAlpha = Math.sqrt(share);
        context.fillRect(x, ROWS - 1 - y, 1, 1);
      });
    });
  }

  return { canvas, draw };
}

/**
 * How much of a histogram stands in each row between `low` and `high`, by the fullest row.
 * @param {import('../levels.js').Histogram} histogram
 * @param {number} low
 * @param {number} high
 */
function rows(histogram, low, high) {
  const filled = new Array(ROWS).fill(0);
  const { counts } = histogram;
  counts.forEach((count, i) => {
    const value = histogram.low + ((i + 0.5) / counts.length) * (histogram.high - histogram.low);
    const row = high > low ? Math.floor(((value - low) / (high - low)) * ROWS) : ROWS / 2;
    filled[Math.min(ROWS - 1, Math.max(0, row))] += count;
  });
  const most = Math.max(1, ...filled);
  return filled.map((count) => count / most);
}
