import { axes } from '../../charts/axes.js';
import { dot, inside, trace } from '../../charts/lines.js';
import { between } from '../../charts/scales.js';
import { colours } from '../../ui/colours.js';
import { spanOf } from './range.js';

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
  /** @type {Curve | null} */
  let shown = null;
  const { draw, restyle } = axes(canvas, (drawn) => shown && paint(drawn, shown));
  return {
    /** @param {Curve} curve */
    draw(curve) {
      shown = curve;
      const [min, max] = spanOf([...curve.outputs, curve.y]);
      draw(between(curve.from, curve.to), between(min, max));
    },
    restyle,
  };
}

/**
 * @param {import('../../charts/axes.js').Axes} axes
 * @param {Curve} curve
 */
function paint({ ctx, chartArea, across, up }, { from, to, outputs, x, y, slope, trail }) {
  const { loss, strong, mark, negative, positive } = colours();
  const distance = (to - from) / (outputs.length - 1);
  inside(ctx, chartArea, () => {
    ctx.strokeStyle = loss;
    ctx.lineWidth = 2;
    trace(ctx, outputs.map((_, i) => across(from + i * distance)), outputs.map(up));
    ctx.strokeStyle = slope < 0 ? negative : positive;
    ctx.lineWidth = 3;
    ctx.setLineDash([8, 5]);
    trace(ctx, [from, to].map(across), [from, to].map((at) => up(y + slope * (at - x))));
    ctx.setLineDash([]);
    dot(ctx, across(x), up(y), 6, strong);
    if (trail.length > 1) {
      const places = trail.map(({ values, output }) => ({ left: across(values[0]), top: up(output) }));
      ctx.strokeStyle = mark;
      ctx.lineWidth = 1.5;
      trace(ctx, places.map(({ left }) => left), places.map(({ top }) => top));
      places.forEach(({ left, top }, i) => dot(ctx, left, top, i === places.length - 1 ? 9 : 3, mark));
    }
  });
}
