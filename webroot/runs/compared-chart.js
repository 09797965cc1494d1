import { axes } from '../charts/axes.js';
import { inside, trace } from '../charts/lines.js';
import { linear, powersOfTen, steps } from '../charts/scales.js';
import { colours } from '../ui/colours.js';

/** How lines are broken, in pixels drawn and left out, so that they differ without their colours too. */
export const DASHES = [[], [8, 4], [2, 4], [12, 4, 2, 4], [16, 6], [6, 3, 2, 3, 2, 3], [4, 8], [1, 2]];

/**
 * A run's curve in the chart.
 * @typedef {object} Curve
 * @property {number} place of its colour and its dashes
 * @property {import('../state/series.js').Series} series
 * @property {(entry: import('../state/series.js').Entry) => number | null} at where it stands on the axis below; null where that isn't known
 * @property {boolean} strong whether it stands out, and above the others
 */

/**
 * Several runs' loss curves in the same axes.
 * @param {HTMLCanvasElement} canvas
 */
export function comparedChart(canvas) {
  /** @type {(Curve & {points: {x: number, loss: number}[]})[]} */
  let shown = [];
  const { draw, restyle, width } = axes(canvas, ({ ctx, chartArea, across, up }) => {
    const { lines } = colours();
    inside(ctx, chartArea, () => {
      for (const { place, points, strong } of shown) {
        ctx.strokeStyle = lines[place];
        ctx.lineWidth = strong ? 4 : 2;
        ctx.setLineDash(DASHES[place]);
        trace(ctx, points.map(({ x }) => across(x)), points.map(({ loss }) => up(loss)));
      }
      ctx.setLineDash([]);
    });
  });

  return {
    restyle,
    /**
     * @param {Curve[]} curves
     * @param {boolean} whole whether the axis below counts steps, of which there are no parts
     * @param {boolean} logarithmic
     * @returns {boolean} whether a loss of exactly 0 stands at the lower edge
     */
    draw(curves, whole, logarithmic) {
      const end = Math.max(0, ...curves.map(({ series, at }) => (series.last && at(series.last)) ?? 0)) || 1;
      const pixels = Math.max(200, width()) / end;
      shown = curves
        .map((curve) => ({ ...curve, points: pointsOf(curve, pixels) }))
        .sort((a, b) => Number(a.strong) - Number(b.strong));
      const losses = shown.flatMap(({ points }) => points.map(({ loss }) => loss)).filter(Number.isFinite);
      const greatest = losses.reduce((a, b) => Math.max(a, b), 0);
      const least = losses.reduce((a, b) => Math.min(a, b), 0);
      draw(whole ? steps('even', end) : linear(0, end), logarithmic ? powersOfTen(losses) : linear(least, greatest || 1));
      return logarithmic && losses.includes(0);
    },
  };
}

/**
 * @param {Curve} curve
 * @param {number} pixels of one on the axis below
 */
function pointsOf({ series, at }, pixels) {
  return series.points((_, entry) => (at(entry) ?? NaN) * pixels).flatMap((entry) => {
    const x = at(entry);
    return x === null ? [] : [{ x, loss: entry.loss }];
  });
}
