import { colours } from '../colours.js';
import { formatShort } from '../format.js';
import { lineChart, restyle } from './chart.js';

/**
 * Some parameters' values, or their gradients, over time.
 * @param {HTMLCanvasElement} canvas
 */
export function parameterChart(canvas) {
  const chart = lineChart(canvas);
  let dots = false;
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
      // Those that are there are kept, since the library makes all of a new one's points anew; but
      // points that were drawn as dots would stay dots.
      const kept = dots === single ? chart.data.datasets : [];
      dots = single;
      chart.data.datasets = chosen.map((place, i) => Object.assign(kept[i] ?? {}, {
        data: steps.map((x, moment) => ({ x, y: moments[moment][place] })),
        borderColor: lit === null || lit === place ? lines[i % lines.length] : grid,
        backgroundColor: lit === null || lit === place ? lines[i % lines.length] : grid,
        borderWidth: lit === place ? 3 : 1.5,
        pointRadius: single ? 4 : 0,
        clip: single ? 6 : undefined,
        order: lit === place ? 0 : 1,
      }));
      const { x, y } = chart.options.scales ?? {};
      if (x && y) {
        Object.assign(y.ticks ?? {}, { callback: (/** @type {number | string} */ value) => formatShort(Number(value), 3) });
        x.min = steps[0] ?? 0;
        x.max = Math.max(steps.at(-1) ?? 1, x.min + 1);
      }
      chart.update('none');
    },
    restyle: () => restyle(chart),
  };
}
