import { colours } from '../colours.js';
import { formatShort } from '../format.js';
import { spanOf } from '../lab/range.js';
import { lineChart, restyle } from './chart.js';

/**
 * The output over one leaf, with the tangent where the leaf is, and the ball on its way.
 * @typedef {object} Curve
 * @property {number} from
 * @property {number} to
 * @property {number[]} outputs evenly spaced over the leaf's values
 * @property {number} x where the leaf is
 * @property {number} y the output there
 * @property {number} slope the leaf's gradient
 * @property {{values: number[], output: number}[]} trail the ball's places, its last one in the end
 */

/** @param {HTMLCanvasElement} canvas */
export function labChart(canvas) {
  const chart = lineChart(canvas);
  tickTexts();

  /** Its axes are of numbers, not of steps. */
  function tickTexts() {
    for (const scale of Object.values(chart.options.scales ?? {})) {
      Object.assign(scale?.ticks ?? {}, { includeBounds: false, callback: (/** @type {number | string} */ value) => formatShort(Number(value)) });
    }
  }

  return {
    /** @param {Curve} curve */
    draw({ from, to, outputs, x, y, slope, trail }) {
      const { loss, strong, mark, negative, positive } = colours();
      const last = outputs.length - 1;
      const ball = trail.at(-1);
      chart.data.datasets = [
        { data: ball && trail.length > 1 ? [place(ball)] : [], pointRadius: 9, pointBackgroundColor: mark, pointBorderColor: mark },
        {
          data: trail.map(place),
          borderColor: mark,
          borderWidth: 1.5,
          pointRadius: trail.length > 1 ? 3 : 0,
          pointBackgroundColor: mark,
        },
        { data: [{ x, y }], pointRadius: 6, pointBackgroundColor: strong, pointBorderColor: strong },
        {
          data: [from, to].map((at) => ({ x: at, y: y + slope * (at - x) })),
          borderColor: slope < 0 ? negative : positive,
          borderDash: [8, 5],
          borderWidth: 3,
        },
        { data: outputs.map((output, i) => ({ x: from + ((to - from) * i) / last, y: output })), borderColor: loss },
      ];
      const [bottom, top] = spanOf([...outputs, y]);
      Object.assign(chart.options.scales?.x ?? {}, { min: from, max: to });
      Object.assign(chart.options.scales?.y ?? {}, { min: bottom, max: top });
      chart.update('none');
    },
    restyle() {
      restyle(chart);
      tickTexts();
    },
  };
}

/** @param {{values: number[], output: number}} place */
function place({ values, output }) {
  return { x: values[0], y: output };
}
