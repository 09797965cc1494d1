import { colours } from '../ui/colours.js';
import { linear } from './scales.js';
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
      const { lines: hues, grid } = colours();
      const all = chosen.map((place, i) => ({
        at: (/** @type {number} */ row) => snapshots[row][place],
        colour: lit === null || lit === place ? hues[i % hues.length] : grid,
        width: lit === place ? 3 : 1.5,
      }));
      const first = lit === null ? -1 : chosen.indexOf(lit);
      const lines = first < 0 ? all : [...all.slice(0, first), ...all.slice(first + 1), all[first]];
      chart.draw({ steps, lines }, linear(...extremes(snapshots, chosen)));
    },
    restyle: chart.restyle,
  };
}

/**
 * @param {Float64Array[]} snapshots
 * @param {number[]} chosen
 * @returns {[number, number]}
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
  return least <= greatest ? [least, greatest] : [0, 1];
}
