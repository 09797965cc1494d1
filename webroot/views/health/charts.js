import { powersOfTen } from '../../charts/scales.js';
import { stepChart } from '../../charts/step-chart.js';
import { fontSize } from '../../ui/canvas.js';
import { colours } from '../../ui/colours.js';
import { formatPercent } from '../../ui/format.js';

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
    (snapshots) => snapshots[0].layers.map((_, layer) => snapshots.map(({ layers }) => 100 * 10 ** layers[layer].updateRatio)),
    '%',
    100 * 10 ** GUIDE,
  );
}

/**
 * How large the whole gradient is.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../../state/store.js').Store} store
 */
export function normChart(canvas, store) {
  return chartOf(canvas, store, (snapshots) => [snapshots.map(({ gradientNorm }) => gradientNorm)], '', null);
}

/**
 * Lines over steps, in powers of ten.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../../state/store.js').Store} store
 * @param {(snapshots: import('../../state/levels.js').HealthSnapshot[]) => number[][]} lines
 * @param {string} unit of the values
 * @param {number | null} guide where the usual is
 */
function chartOf(canvas, store, lines, unit, guide) {
  const chart = stepChart(canvas, store, guide === null ? {} : { above: (drawn) => drawGuide(drawn, guide) });
  return {
    /** @param {import('../../state/levels.js').HealthSnapshot[]} snapshots */
    draw(snapshots) {
      const hues = colours().lines;
      const all = snapshots.length === 0 ? [] : lines(snapshots);
      chart.draw(
        {
          steps: snapshots.map(({ step }) => step),
          lines: all.map((values, i) => ({ at: (row) => values[row], colour: hues[i % hues.length], width: 2 })),
        },
        powersOfTen([...all.flat(), ...(guide === null ? [] : [guide])], unit),
      );
    },
    restyle: chart.restyle,
  };
}

/**
 * A dashed line with its name.
 * @param {import('../../charts/axes.js').Axes} axes
 * @param {number} guide
 */
function drawGuide({ ctx, chartArea, up }, guide) {
  const { left, right } = chartArea;
  const { strong } = colours();
  const height = up(guide);
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
  ctx.fillText(`usual guide: ${formatPercent(guide / 100)}`, right, height - 3);
  ctx.restore();
}
