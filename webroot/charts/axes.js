import { Chart, LinearScale, LineController, LogarithmicScale } from 'chart.js';
import { fontSize } from '../ui/canvas.js';
import { colours } from '../ui/colours.js';
import { formatCount } from '../ui/format.js';

Chart.register(LinearScale, LineController, LogarithmicScale);
Chart.defaults.font.family = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/**
 * Some of the options of an axis, as Chart.js has them.
 * @typedef {{min?: number, max?: number, suggestedMin?: number, suggestedMax?: number, ticks?: object}} AxisOptions
 */

/**
 * Axes in the page's colours, into which the plugins draw. Chart.js lays them out again only when they
 * have changed, since that takes longer than all the rest.
 * @param {HTMLCanvasElement} canvas
 * @param {import('chart.js').Plugin<'line'>[]} plugins
 */
export function axes(canvas, plugins) {
  /** @type {Chart<'line'>} */
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [] },
    plugins,
    options: {
      animation: false,
      events: [],
      maintainAspectRatio: false,
      layout: { padding: { top: 20, right: 8 } },
      scales: { x: { type: 'linear' }, y: { type: 'linear' } },
    },
  });
  let before = '';
  style(chart);
  return {
    chart,
    /**
     * Functions among the options count only when its numbers have changed.
     * @param {AxisOptions} x
     * @param {AxisOptions} y
     */
    draw(x, y) {
      const now = JSON.stringify([x, y]);
      if (now === before) {
        chart.draw();
        return;
      }
      before = now;
      setAxis(chart.options.scales?.x, x);
      setAxis(chart.options.scales?.y, y);
      chart.update('none');
    },
    /** To be called after the colours or the kinds of axes have changed. */
    restyle() {
      style(chart);
      before = '';
    },
  };
}

/**
 * Gives axes and fonts the page's colours and size.
 * @param {Chart<'line'>} chart
 */
function style(chart) {
  const { text, grid } = colours();
  const size = fontSize();
  const common = {
    border: { display: false },
    grid: { color: grid },
  };
  const ticks = { color: text, font: { size }, maxRotation: 0 };
  Object.assign(chart.options.scales?.x ?? {}, {
    ...common,
    ticks: { ...ticks, maxTicksLimit: 8, precision: 0, includeBounds: false, callback: (/** @type {number | string} */ value) => formatCount(Number(value)) },
  });
  Object.assign(chart.options.scales?.y ?? {}, { ...common, ticks: { ...ticks, maxTicksLimit: 7 } });
}

/**
 * @param {{ticks?: object} | undefined} axis
 * @param {AxisOptions} options
 */
function setAxis(axis, { ticks, ...rest }) {
  Object.assign(axis ?? {}, rest);
  Object.assign(axis?.ticks ?? {}, ticks);
}

/**
 * An end for an axis of steps, which changes seldom: the curve grows in axes that stay.
 * @param {number} step
 */
export function niceEnd(step) {
  const power = 10 ** Math.floor(Math.log10(Math.max(step, 10)));
  const factor = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((nice) => nice * power >= step) ?? 10;
  return factor * power;
}
