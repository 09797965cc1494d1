import { colours } from '../ui/colours.js';
import { formatShort } from '../ui/format.js';
import { stepChart } from './step-chart.js';

/**
 * Some parameters' values, or their gradients, over time.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../state/store.js').Store} store
 */
export function parameterChart(canvas, store) {
  const chart = stepChart(canvas, store);
  return {
    /**
     * @param {number[]} steps
     * @param {Float64Array[]} snapshots values by parameters
     * @param {number[]} chosen places of the parameters to show
     * @param {number | null} lit the place of the one that stands out
     */
    draw(steps, snapshots, chosen, lit) {
      const { lines, grid } = colours();
      const all = chosen.map((place, i) => ({
        at: (/** @type {number} */ row) => snapshots[row][place],
        colour: lit === null || lit === place ? lines[i % lines.length] : grid,
        width: lit === place ? 3 : 1.5,
      }));
      const first = lit === null ? -1 : chosen.indexOf(lit);
      chart.draw({
        lines: { steps, lines: first < 0 ? all : [...all.slice(0, first), ...all.slice(first + 1), all[first]] },
        ...extremes(snapshots, chosen),
        format: (value) => formatShort(value, 3),
      });
    },
    restyle: chart.restyle,
  };
}

/**
 * @param {Float64Array[]} snapshots
 * @param {number[]} chosen
 */
function extremes(snapshots, chosen) {
  let least = Infinity;
  let greatest = -Infinity;
  for (const values of snapshots) {
    for (const place of chosen) {
      if (Number.isFinite(values[place])) {
        least = Math.min(least, values[place]);
        greatest = Math.max(greatest, values[place]);
      }
    }
  }
  return least <= greatest ? { least, greatest } : { least: 0, greatest: 1 };
}
