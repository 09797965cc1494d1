import { changesIn, markOf } from '../state/commands.js';
import { momentOf } from '../state/moment.js';
import { fontSize } from '../ui/canvas.js';
import { colours } from '../ui/colours.js';
import { formatCount, formatLoss } from '../ui/format.js';

/** The distance of a word from its line, in pixels. */
const BESIDE = 6;

/**
 * What stands at single steps of the loss curve: a mark wherever a command changed a number of the run,
 * where it diverged, and the step that is pointed at, here or in another view.
 * @param {import('../charts/axes.js').Axes} axes
 * @param {import('../state/store.js').State} state
 */
export function drawMarks(axes, state) {
  const { journal, status, pointed, series } = state;
  const { ctx, chartArea } = axes;
  const { mark, bad, accent, strong } = colours();
  ctx.save();
  ctx.font = `600 ${fontSize()}px system-ui, sans-serif`;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([4, 4]);
  let free = Infinity;
  // From the newest back: where labels would overlap, the newer one is shown, which is in force.
  for (const entry of changesIn(journal).toReversed()) {
    const x = upright(axes, entry.step, mark);
    if (Number.isNaN(x)) {
      continue;
    }
    const label = markOf(entry);
    const width = ctx.measureText(label).width;
    const left = Math.min(x, chartArea.right - width);
    if (left + width + 8 <= free) {
      ctx.fillStyle = mark;
      ctx.fillText(label, left, chartArea.top - 6);
      free = left;
    }
  }
  ctx.setLineDash([]);
  if (status?.status === 'diverged') {
    beside(axes, upright(axes, status.step, bad), 'diverged', bad, 1.5);
  }
  if (pointed.step !== null) {
    const step = momentOf(state) ?? pointed.step;
    ctx.lineWidth = state.pinned === null ? 1.5 : 3;
    beside(axes, upright(axes, step, accent), lossAt(series, step), strong, 3);
  }
  ctx.restore();
}

/**
 * A line at a step.
 * @param {import('../charts/axes.js').Axes} axes
 * @param {number} step
 * @param {string} colour
 * @returns {number} the pixel where it stands; NaN where the axis doesn't reach the step
 */
function upright({ ctx, chartArea, across }, step, colour) {
  const x = across(step);
  if (!(x >= chartArea.left && x <= chartArea.right)) {
    return NaN;
  }
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  return x;
}

/**
 * Words beside a line, at the side where there is room.
 * @param {import('../charts/axes.js').Axes} axes
 * @param {number} x of the line; NaN for none
 * @param {string} text
 * @param {string} colour
 * @param {number} row from the top, in heights of the letters
 */
function beside({ ctx, chartArea }, x, text, colour, row) {
  const { width } = ctx.measureText(text);
  const right = x + BESIDE;
  // Where there is room on neither side, across the line.
  const left = right + width <= chartArea.right ? right : Math.max(chartArea.left, x - BESIDE - width);
  ctx.fillStyle = colour;
  ctx.fillText(text, left, chartArea.top + row * fontSize());
}

/**
 * What is known of the loss at a step: where several steps came as one, from where to where it went.
 * @param {import('../state/series.js').Series} series
 * @param {number} step
 */
export function lossAt(series, step) {
  const entry = series.at(step);
  if (entry === undefined) {
    return `step ${formatCount(step)}`;
  }
  const [least, greatest] = [entry.min, entry.max].map(formatLoss);
  return entry.step === step
    ? `step ${formatCount(step)}: ${formatLoss(entry.loss)}`
    : `steps ${formatCount(entry.from)} to ${formatCount(entry.step)}: ${least}${greatest === least ? '' : ` to ${greatest}`}`;
}
