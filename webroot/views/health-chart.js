import { colours } from '../colours.js';
import { lineChart, restyle } from './chart.js';

/** The usual guide: an update moves a parameter by about a thousandth of its size. */
const GUIDE = -3;

/** @param {HTMLCanvasElement} canvas */
export function ratioChart(canvas) {
  return chartOf(canvas, (moments) => [
    ...moments[0].layers.map((_, layer) => moments.map(({ layers }) => layers[layer].updateRatio)),
    moments.map(() => GUIDE),
  ]);
}

/** @param {HTMLCanvasElement} canvas */
export function normChart(canvas) {
  return chartOf(canvas, (moments) => [moments.map(({ gradientNorm }) => Math.log10(gradientNorm))]);
}

/**
 * Lines over steps; the last one of several is a guide.
 * @param {HTMLCanvasElement} canvas
 * @param {(moments: import('../levels.js').HealthMoment[]) => number[][]} lines
 */
function chartOf(canvas, lines) {
  const chart = lineChart(canvas);
  return {
    /** @param {import('../levels.js').HealthMoment[]} moments */
    draw(moments) {
      const { lines: hues, text } = colours();
      const all = moments.length === 0 ? [] : lines(moments);
      chart.data.datasets = all.map((values, i) => ({
        data: values.map((y, moment) => ({ x: moments[moment].step, y: Number.isFinite(y) ? y : NaN })),
        borderColor: all.length > 1 && i === all.length - 1 ? text : hues[i % hues.length],
        borderDash: all.length > 1 && i === all.length - 1 ? [4, 4] : [],
        borderWidth: 1.5,
      }));
      const x = chart.options.scales?.x;
      if (x) {
        x.min = moments[0]?.step ?? 0;
        x.max = Math.max(moments.at(-1)?.step ?? 1, Number(x.min) + 1);
      }
      chart.update('none');
    },
    restyle: () => restyle(chart),
  };
}
