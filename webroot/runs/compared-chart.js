import { axes } from '../charts/axes.js';
import { inside, trace } from '../charts/lines.js';
import { linear, powersOfTen, steps } from '../charts/scales.js';
import { halfWidth, smoothed } from '../charts/smoothing.js';
import { zoom as zoomOf } from '../charts/zoom.js';
import { pointsOf } from '../state/series.js';
import { colours } from '../ui/colours.js';

/** How lines are broken, in pixels drawn and left out, so that they differ without their colours too. */
const DASHES = [[], [8, 4], [2, 4], [12, 4, 2, 4], [16, 6], [6, 3, 2, 3, 2, 3], [4, 8], [1, 2]];

/** How the test curves are broken; then those of the losses, which have the same colours, are whole. */
export const TEST_DASH = [6, 4];

/**
 * How the line of a run's loss is broken.
 * @param {number} place of its colour
 * @param {boolean} tested whether test curves are shown, too
 */
export function dashOf(place, tested) {
  return tested ? [] : DASHES[place];
}

/** How much there is of the colour of a curve behind its mean. */
const FAINT = 0.35;

/**
 * A run's curve in the chart.
 * @typedef {object} Curve
 * @property {number} place of its colour and its dashes
 * @property {import('../state/series.js').Series} series
 * @property {import('../state/detail.js').Detail} detail what is known of it more finely
 * @property {(entry: import('../state/series.js').Entry) => number | null} at where it stands on the axis below; null where that isn't known
 * @property {boolean} strong whether it stands out, and above the others
 *
 * An entry as it is shown: `mean` is what the line shows.
 * @typedef {import('../state/series.js').Entry & {x: number, mean: number}} Shown
 *
 * What is shown of a curve; `tests` are the entries that tell how the network did on the test samples.
 * @typedef {Curve & {half: number, entries: Shown[], points: Shown[], tests: import('../state/series.js').Entry[]}} Drawn
 */

/**
 * Several runs' loss curves in the same axes.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} box around it
 * @param {() => void} changed another part is shown
 */
export function comparedChart(canvas, box, changed) {
  /** @type {Drawn[]} */
  let shown = [];
  let tested = false;
  const zoom = zoomOf(canvas, box, changed);
  const { draw, restyle, width, places, copy } = axes(canvas, ({ ctx, chartArea, across, up }) => {
    const { lines } = colours();
    inside(ctx, chartArea, () => {
      for (const { place, points, strong, half, tests, at } of shown) {
        const along = points.map(({ x }) => across(x));
        ctx.strokeStyle = lines[place];
        if (half > 0) {
          ctx.lineWidth = 1;
          ctx.setLineDash([]);
          ctx.globalAlpha = FAINT;
          trace(ctx, along, points.map(({ loss }) => up(loss)));
          ctx.globalAlpha = 1;
        }
        ctx.lineWidth = strong ? 4 : 2;
        ctx.setLineDash(dashOf(place, tested));
        trace(ctx, along, points.map(({ mean }) => up(mean)));
        ctx.setLineDash(TEST_DASH);
        trace(ctx, tests.map((entry) => across(Number(at(entry)))), tests.map(({ testLoss }) => up(Number(testLoss))));
      }
      ctx.setLineDash([]);
    });
  });

  return {
    restyle,
    zoom,
    copy,
    /** What is visible of each curve, by the place of its colour. */
    visible: () => new Map(shown.map(({ place, entries }) => [place, entries])),
    /**
     * @param {Curve[]} curves
     * @param {boolean} whole whether the axis below counts steps, of which there are no parts
     * @param {boolean} logarithmic
     * @param {keyof typeof import('../charts/smoothing.js').SMOOTHING} smoothing
     * @param {boolean} withTests whether the test curves are shown, too
     * @returns {boolean} whether a loss of exactly 0 stands at the lower edge
     */
    draw(curves, whole, logarithmic, smoothing, withTests) {
      tested = withTests;
      const end = Math.max(0, ...curves.map(({ series, at }) => (series.last && at(series.last)) ?? 0)) || 1;
      const all = whole ? steps('even', end) : linear(0, end);
      const seen = zoom.partX(all);
      const pixels = Math.max(200, width()) / (seen.max - seen.min);
      shown = curves
        .map((curve) => {
          const half = halfWidth(smoothing, curve.series.offset);
          const entries = visibleOf(curve, seen.min, seen.max, half);
          const column = (/** @type {number} */ _, /** @type {import('../state/series.js').Entry} */ entry) => (curve.at(entry) ?? NaN) * pixels;
          return { ...curve, half, entries, points: pointsOf(entries, column, Infinity), tests: withTests ? pointsOf(testsOf(curve), column, Infinity) : [] };
        })
        .sort((a, b) => Number(a.strong) - Number(b.strong));
      const tests = shown.flatMap((curve) => curve.tests.filter((entry) => Number(curve.at(entry)) >= seen.min && Number(curve.at(entry)) <= seen.max));
      const visible = [...shown.flatMap(({ points }) => points.map(({ loss }) => loss)), ...tests.map(({ testLoss }) => Number(testLoss))].filter(Number.isFinite);
      const losses = zoom.isZoomed() ? curves.flatMap(({ series }) => series.entries.map(({ loss }) => loss)).filter(Number.isFinite) : visible;
      const scaleOf = (/** @type {number[]} */ values, /** @type {number} */ from) => {
        const least = values.reduce((a, b) => Math.min(a, b), from);
        const greatest = values.reduce((a, b) => Math.max(a, b), -from);
        return logarithmic ? powersOfTen(values) : greatest > least ? linear(least, greatest) : linear(Math.min(0, greatest), 1);
      };
      const up = scaleOf(losses, 0);
      draw(seen, zoom.partY(up, scaleOf(visible, visible.length === 0 ? 0 : Infinity)));
      zoom.note(all, up, places);
      return logarithmic && visible.includes(0);
    },
  };
}

/**
 * The entries of a curve that tell how the network did on the test samples, and that have a place.
 * @param {Curve} curve
 */
function testsOf({ series, at }) {
  return series.entries.filter((entry) => entry.testLoss !== undefined && at(entry) !== null);
}

/**
 * What is visible of a curve, step by step where that is known, and one entry on each side.
 * @param {Curve} curve
 * @param {number} min where the axis below begins
 * @param {number} max where it ends
 * @param {number} half how many steps go into a mean on each side
 * @returns {Shown[]}
 */
function visibleOf({ series, detail, at }, min, max, half) {
  const placed = (/** @type {import('../state/series.js').Entry[]} */ entries) => entries.filter((entry) => at(entry) !== null);
  const kept = placed(series.entries);
  const seen = kept.filter((entry) => Number(at(entry)) >= min && Number(at(entry)) <= max);
  const [first, last] = [seen[0] ?? kept.find((entry) => Number(at(entry)) > max), seen.at(-1) ?? kept.find((entry) => Number(at(entry)) > max)];
  const whole = seen.length === kept.length;
  const entries = whole || first === undefined || last === undefined ? kept : placed(detail.entries(kept, first.from, last.step, half));
  const means = half === 0 ? null : smoothed(entries, half);
  const from = Math.max(0, entries.findLastIndex((entry) => Number(at(entry)) < min));
  const behind = entries.findIndex((entry) => Number(at(entry)) > max);
  return entries.slice(from, behind < 0 ? entries.length : behind + 1).map((entry, i) => ({ ...entry, x: Number(at(entry)), mean: means?.[from + i] ?? entry.loss }));
}
