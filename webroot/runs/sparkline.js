import { decodeNumber } from '../state/protocol.js';
import { svg } from '../ui/svg.js';

export const WIDTH = 120;
export const HEIGHT = 32;

/** What the line is away from the edges. */
const MARGIN = 2;

/**
 * A small loss curve, on a logarithmic scale where its losses allow one; it begins at the left and ends at the right.
 * @param {[number, import('../state/protocol.js').WireNumber][]} curve
 */
export function sparkline(curve) {
  return svg('svg', { class: 'sparkline', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('path', { d: pathOf(curve) }));
}

/**
 * @param {[number, import('../state/protocol.js').WireNumber][]} curve
 * @returns {string} as `d` of a path has it; empty where there is no line to draw
 */
export function pathOf(curve) {
  const points = curve.map(([step, loss]) => ({ step, loss: decodeNumber(loss) })).filter(({ loss }) => Number.isFinite(loss));
  if (points.length < 2) {
    return '';
  }
  const positive = points.every(({ loss }) => loss > 0);
  const up = points.map(({ loss }) => (positive ? Math.log(loss) : loss));
  const least = Math.min(...up);
  const extent = Math.max(...up) - least;
  const first = points[0].step;
  const steps = points[points.length - 1].step - first;
  return points
    .map(({ step }, i) => {
      const x = MARGIN + ((step - first) / steps) * (WIDTH - 2 * MARGIN);
      // A loss that stays as it is, half way up.
      const y = MARGIN + (extent === 0 ? 0.5 : 1 - (up[i] - least) / extent) * (HEIGHT - 2 * MARGIN);
      return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
