import { colours } from '../colours.js';
import { lineChart, restyle } from './chart.js';

/**
 * Some parameters' values, or their gradients, over time.
 * @param {HTMLCanvasElement} canvas
 */
export function parameterChart(canvas) {
  const chart = lineChart(canvas);
  return {
    /**
     * @param {number[]} steps
     * @param {Float64Array[]} moments moments by parameters
     * @param {number[]} chosen places of the parameters to show
     * @param {number | null} lit the place of the one that stands out
     */
    draw(steps, moments, chosen, lit) {
      const { lines, grid } = colours();
      // A single moment makes no line.
      const single = steps[0] === steps.at(-1);
      chart.data.datasets = chosen.map((place, i) => ({
        data: steps.map((x, moment) => ({ x, y: moments[moment][place] })),
        borderColor: lit === null || lit === place ? lines[i % lines.length] : grid,
        backgroundColor: lit === null || lit === place ? lines[i % lines.length] : grid,
        borderWidth: lit === place ? 3 : 1.5,
        pointRadius: single ? 4 : 0,
        clip: single ? 6 : undefined,
        order: lit === place ? 0 : 1,
      }));
      const x = chart.options.scales?.x;
      if (x) {
        x.min = steps[0] ?? 0;
        x.max = Math.max(steps.at(-1) ?? 1, x.min + 1);
      }
      chart.update('none');
    },
    restyle: () => restyle(chart),
  };
}
