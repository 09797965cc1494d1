import { stepChart } from '../../charts/step-chart.js';
import { fontSize } from '../../ui/canvas.js';
import { colours } from '../../ui/colours.js';
import { formatPercent, formatShort } from '../../ui/format.js';

/** The usual guide: one step changes a parameter by about a thousandth of its size; log10. */
export const GUIDE = -3;

/**
 * How much one step changes the parameters, a line a layer, beside the guide.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../../state/store.js').Store} store
 */
export function ratioChart(canvas, store) {
  return chartOf(
    canvas,
    store,
    (snapshots) => snapshots[0].layers.map((_, layer) => snapshots.map(({ layers }) => layers[layer].updateRatio)),
    (exponent) => formatPercent(10 ** exponent),
    GUIDE,
  );
}

/**
 * How large the whole gradient is.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../../state/store.js').Store} store
 */
export function normChart(canvas, store) {
  return chartOf(
    canvas,
    store,
    (snapshots) => [snapshots.map(({ gradientNorm }) => Math.log10(gradientNorm))],
    (exponent) => formatShort(10 ** exponent),
    null,
  );
}

/**
 * Lines over steps, in powers of ten.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../../state/store.js').Store} store
 * @param {(snapshots: import('../../state/levels.js').HealthSnapshot[]) => number[][]} lines
 * @param {(exponent: number) => string} format of a tick
 * @param {number | null} guide where the usual is
 */
function chartOf(canvas, store, lines, format, guide) {
  const chart = stepChart(canvas, store, guide === null ? [] : [guideLine(guide, format)]);
  return {
    /** @param {import('../../state/levels.js').HealthSnapshot[]} snapshots */
    draw(snapshots) {
      const hues = colours().lines;
      const all = snapshots.length === 0 ? [] : lines(snapshots);
      // Whole powers of ten that include the guide.
      const finite = all.flat().filter(Number.isFinite);
      const least = Math.floor(Math.min(...finite, guide ?? 0));
      const greatest = Math.max(Math.ceil(Math.max(...finite, guide ?? -3)), least + 1);
      chart.draw({
        lines: {
          steps: snapshots.map(({ step }) => step),
          lines: all.map((values, i) => ({ at: (row) => values[row], colour: hues[i % hues.length], width: 2 })),
        },
        least,
        greatest,
        stepSize: Math.ceil((greatest - least) / 6),
        format,
      });
    },
    restyle: chart.restyle,
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
