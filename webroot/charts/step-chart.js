import { axes } from './axes.js';
import { paintLines } from './lines.js';
import { steps } from './scales.js';

/**
 * Lines over steps, from 0 to where the loss curve ends too. Chart.js makes the axes; the lines are
 * drawn here, since it would need an object for each of many thousand points, many times a second.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../state/store.js').Store} store
 * @param {object} [more]
 * @param {(axes: import('./axes.js').Axes) => void} [more.below] draws below the lines
 * @param {(axes: import('./axes.js').Axes) => void} [more.above] draws above the lines
 */
export function stepChart(canvas, store, { below = () => {}, above = () => {} } = {}) {
  /** @type {import('./lines.js').Lines} */
  let shown = { steps: [], lines: [] };
  const { draw, ...rest } = axes(canvas, (drawn) => {
    below(drawn);
    paintLines(drawn, shown);
    above(drawn);
  });

  function across() {
    const { series, status, stepAxis } = store.state;
    return steps(stepAxis, Math.max(series.offset - 1, status?.goal ?? 0));
  }

  return {
    ...rest,
    /** The last step that the axis reaches, and where a step stands, in about the pixels of the picture. */
    columns() {
      const { min, max, place, value } = across();
      const pixel = (max - min) / Math.max(200, rest.width());
      return { end: Math.round(value(max)), column: (/** @type {number} */ step) => (place(step) - min) / pixel };
    },
    /**
     * @param {import('./lines.js').Lines} lines
     * @param {import('./scales.js').Scale} values
     */
    draw(lines, values) {
      // A copy: Chart.js paints again when the size changes, and the history may have changed by then.
      shown = { ...lines, steps: [...lines.steps] };
      draw(across(), values);
    },
  };
}
