/**
 * A line over steps: its value at each of the steps, by place.
 * @typedef {{at: (i: number) => number, colour: string, width: number}} Line
 *
 * The area between two values at each step.
 * @typedef {{from: (i: number) => number, to: (i: number) => number, colour: string}} Band
 *
 * @typedef {object} Lines
 * @property {number[]} steps ascending
 * @property {Line[]} lines the last one is above the others
 * @property {Band} [band] below them
 */

/** Lines and dots may reach over the axes by this many pixels. */
const MARGIN = 6;

/**
 * Paints lines over steps into axes.
 * @param {import('./axes.js').Axes} axes
 * @param {Lines} shown
 */
export function paintLines({ ctx, chartArea, across, up }, { steps, lines, band }) {
  const places = steps.map(across);
  /** @param {(i: number) => number} at */
  const heights = (at) => steps.map((_, i) => up(at(i)));
  inside(ctx, chartArea, () => {
    if (band) {
      fillBetween(ctx, places, heights(band.from), heights(band.to), band.colour);
    }
    for (const { at, colour, width } of lines) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      trace(ctx, places, heights(at));
    }
  });
}

/**
 * Draws what stays inside the axes, but for a dot's half at the border.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import('chart.js').ChartArea} area
 * @param {() => void} draw
 */
export function inside(ctx, { left, top, width, height }, draw) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left - MARGIN, top - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN);
  ctx.clip();
  ctx.lineJoin = 'round';
  draw();
  ctx.restore();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {CanvasRenderingContext2D['fillStyle']} colour
 */
export function dot(ctx, x, y, radius, colour) {
  if (Number.isFinite(x + y)) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fill();
  }
}

/**
 * A line with a gap where there is no number; a dot where a number stands alone, which makes no line.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} across
 * @param {number[]} up
 */
export function trace(ctx, across, up) {
  const alone = [];
  let begun = false;
  ctx.beginPath();
  for (let i = 0; i < across.length; i++) {
    if (!Number.isFinite(up[i])) {
      begun = false;
    } else if (begun) {
      ctx.lineTo(across[i], up[i]);
    } else {
      ctx.moveTo(across[i], up[i]);
      begun = true;
      if (!Number.isFinite(up[i + 1])) {
        alone.push(i);
      }
    }
  }
  ctx.stroke();
  for (const i of alone) {
    dot(ctx, across[i], up[i], ctx.lineWidth + 2, ctx.strokeStyle);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} across
 * @param {number[]} from
 * @param {number[]} to
 * @param {string} colour
 */
function fillBetween(ctx, across, from, to, colour) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  let first = 0;
  for (let i = 0; i <= across.length; i++) {
    if (i === across.length || !Number.isFinite(from[i] + to[i])) {
      // A stretch between two gaps: forwards along one side, back along the other.
      for (let there = first; there < i; there++) {
        ctx.lineTo(across[there], from[there]);
      }
      for (let back = i - 1; back >= first; back--) {
        ctx.lineTo(across[back], to[back]);
      }
      ctx.closePath();
      ctx.moveTo(across[i + 1] ?? 0, from[i + 1] ?? 0);
      first = i + 1;
    }
  }
  ctx.fill();
}
