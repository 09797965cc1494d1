import { colours } from '../colours.js';
import { formatPercent, formatShort } from '../format.js';
import { fontSize, lineChart, restyle } from './chart.js';

/** The usual guide: one step changes a parameter by about a thousandth of its size; log10. */
export const GUIDE = -3;

/**
 * How much one step changes the parameters, a line a layer, beside the guide.
 * @param {HTMLCanvasElement} canvas
 */
export function ratioChart(canvas) {
  return chartOf(
    canvas,
    (moments) => moments[0].layers.map((_, layer) => moments.map(({ layers }) => layers[layer].updateRatio)),
    (exponent) => formatPercent(10 ** exponent),
    GUIDE,
  );
}

/**
 * How large the whole gradient is.
 * @param {HTMLCanvasElement} canvas
 */
export function normChart(canvas) {
  return chartOf(
    canvas,
    (moments) => [moments.map(({ gradientNorm }) => Math.log10(gradientNorm))],
    (exponent) => formatShort(10 ** exponent),
    null,
  );
}

/**
 * Lines over steps, in powers of ten.
 * @param {HTMLCanvasElement} canvas
 * @param {(moments: import('../levels.js').HealthMoment[]) => number[][]} lines
 * @param {(exponent: number) => string} format of a tick
 * @param {number | null} guide where the usual is
 */
function chartOf(canvas, lines, format, guide) {
  const chart = lineChart(canvas, guide === null ? [] : [guideLine(guide, format)]);
  return {
    /** @param {import('../levels.js').HealthMoment[]} moments */
    draw(moments) {
      const hues = colours().lines;
      const all = moments.length === 0 ? [] : lines(moments);
      const single = moments[0]?.step === moments.at(-1)?.step;
      chart.data.datasets = all.map((values, i) => ({
        data: values.map((y, moment) => ({ x: moments[moment].step, y: Number.isFinite(y) ? y : NaN })),
        borderColor: hues[i % hues.length],
        backgroundColor: hues[i % hues.length],
        borderWidth: 2,
        pointRadius: single ? 4 : 0,
        clip: single ? 6 : undefined,
      }));
      const { x, y } = chart.options.scales ?? {};
      if (x && y) {
        x.min = moments[0]?.step ?? 0;
        x.max = Math.max(moments.at(-1)?.step ?? 1, Number(x.min) + 1);
        // Whole powers of ten, and the guide among them.
        const finite = all.flat().filter(Number.isFinite);
        y.min = Math.floor(Math.min(...finite, guide ?? 0));
        y.max = Math.max(Math.ceil(Math.max(...finite, guide ?? -3)), y.min + 1);
        Object.assign(y.ticks ?? {}, {
          stepSize: Math.ceil((y.max - y.min) / 6),
          callback: (/** @type {number | string} */ value) => format(Number(value)),
        });
      }
      chart.update('none');
    },
    restyle: () => restyle(chart),
  };
}

/**
 * A dashed line with its name.
 * @param {number} guide
 * @param {(exponent: number) => string} format
 * @returns {import('chart.js').Plugin<'line'>}
 */
function guideLine(guide, format) {
  return {
    id: 'guide',
    afterDatasetsDraw({ ctx, chartArea: { left, right }, scales: { y } }) {
      const { strong } = colours();
      const height = y.getPixelForValue(guide);
      ctx.save();
      ctx.strokeStyle = ctx.fillStyle = strong;
      ctx.setLineDash([5, 4]);
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      ctx.moveTo(left, height);
      ctx.lineTo(right, height);
      ctx.stroke();
      ctx.font = `${fontSize()}px system-ui, sans-serif`;
      ctx.textAlign = 'right';
      ctx.textBaseline = 'bottom';
      ctx.fillText(`usual guide: ${format(guide)}`, right, height - 3);
      ctx.restore();
    },
  };
}
