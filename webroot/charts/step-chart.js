import { stepsPerEpoch } from '../state/epochs.js';
import { axes } from './axes.js';
import { paintLines } from './lines.js';
import { epochs, seconds, steps } from './scales.js';

/**
 * Lines over steps, from 0 to where the loss curve ends too. Chart.js makes the axes; the lines are
 * drawn here, since it would need an object for each of many thousand points, many times a second.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../state/store.js').Store} store
 * @param {object} [more]
 * @param {(axes: import('./axes.js').Axes) => void} [more.below] draws below the lines
 * @param {(axes: import('./axes.js').Axes) => void} [more.above] draws above the lines
 * @param {ReturnType<typeof import('./zoom.js').zoom>} [more.zoom] what part is shown; without it, all
 */
export function stepChart(canvas, store, { below = () => {}, above = () => {}, zoom } = {}) {
  /** @type {import('./lines.js').Lines} */
  let shown = { steps: [], lines: [] };
  const { draw, ...rest } = axes(canvas, (drawn) => {
    below(drawn);
    paintLines(drawn, shown);
    above(drawn);
  });

  const across = () => stepScale(store.state);
  const visible = () => zoom?.partX(across()) ?? across();

  return {
    ...rest,
    /** The first and the last step that the axis reaches, and where a step stands, in about the pixels of the picture. */
    columns() {
      const { min, max, place, value } = visible();
      const pixel = (max - min) / Math.max(200, rest.width());
      return { begin: Math.floor(value(min)), end: Math.ceil(value(max)), column: (/** @type {number} */ step) => (place(step) - min) / pixel };
    },
    /**
     * @param {import('./lines.js').Lines} lines
     * @param {import('./scales.js').Scale} values
     * @param {import('./scales.js').Scale} [fitting] what the values of the visible part need, where only that is shown
     */
    draw(lines, values, fitting = values) {
      // A copy: Chart.js paints again when the size changes, and the history may have changed by then.
      shown = { ...lines, steps: [...lines.steps] };
      const whole = across();
      draw(visible(), zoom?.partY(values, fitting) ?? values);
      zoom?.note(whole, values, rest.places);
    },
  };
}

/**
 * The axis that has been chosen for charts over steps.
 * @param {import('../state/store.js').State} state
 */
function stepScale({ run, series, journal, status, stepAxis }) {
  const last = Math.max(series.offset - 1, status?.goal ?? 0);
  switch (stepAxis) {
    case 'epochs':
      return epochs(run === null ? 1 : (stepsPerEpoch(run.spec, journal, run.targets?.length) ?? 1), last);
    case 'seconds':
      return seconds(series.timed());
    default:
      return steps(stepAxis, last);
  }
}
