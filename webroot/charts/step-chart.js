import { axes, niceEnd } from './axes.js';
import { paintLines } from './lines.js';

/**
 * @typedef {object} Picture
 * @property {import('./lines.js').Lines} lines
 * @property {number} least the value that is to be seen at the bottom
 * @property {number} greatest the one at the top
 * @property {number} [stepSize] between the lines of the grid
 * @property {(value: number) => string} [format] of the numbers beside it
 */

/**
 * Lines over steps, from 0 to where the loss curve ends too. Chart.js makes the axes; the lines are
 * drawn here, since it would need an object for each of many thousand points, many times a second.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../state/store.js').Store} store
 * @param {import('chart.js').Plugin<'line'>[]} [plugins] draw above the lines
 */
export function stepChart(canvas, store, plugins = []) {
  /** @type {import('./lines.js').Lines} */
  let shown = { steps: [], lines: [] };
  const { chart, draw, restyle } = axes(canvas, [{ id: 'lines', afterDatasetsDraw: (drawn) => paintLines(drawn, shown) }, ...plugins]);
  let logarithmic = false;

  return {
    chart,
    /** @param {Picture} picture */
    draw({ lines, least, greatest, stepSize, format }) {
      // A copy: Chart.js paints again when the size changes, and the history may have changed by then.
      shown = { ...lines, steps: [...lines.steps] };
      const { series, status } = store.state;
      const max = niceEnd(Math.max(series.offset - 1, status?.goal ?? 0));
      const [suggestedMin, suggestedMax] = logarithmic ? [roundedDown(least), greatest] : rounded(least, greatest);
      const callback = format && ((/** @type {number | string} */ value) => format(Number(value)));
      draw({ min: 0, max }, { suggestedMin, suggestedMax, ticks: { stepSize, ...(callback && { callback }) } });
    },
    restyle,
    /** @param {boolean} wanted whether the axis of values is logarithmic from now on */
    scale(wanted) {
      logarithmic = wanted;
      chart.options.scales = { x: { type: 'linear' }, y: { type: wanted ? 'logarithmic' : 'linear' } };
      restyle();
    },
  };
}

/**
 * Both ends moved outwards to a hundredth of the power of ten above their distance, so that they
 * don't move at every step.
 * @param {number} least
 * @param {number} greatest
 */
function rounded(least, greatest) {
  const unit = 10 ** Math.ceil(Math.log10(greatest - least || 1)) / 100;
  if (!Number.isFinite(unit)) {
    return [least, greatest];
  }
  return [Math.floor(least / unit) * unit, Math.ceil(greatest / unit) * unit];
}

/**
 * Rounded down to its first digit.
 * @param {number} value above 0
 */
function roundedDown(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.floor(value / unit) * unit;
}
