import { lineChart, niceEnd, restyle } from './chart.js';

/**
 * A line over steps: its value at the moment of each place.
 * @typedef {{at: (moment: number) => number, colour: string, width: number}} Line
 *
 * What lies between two values.
 * @typedef {{from: (moment: number) => number, to: (moment: number) => number, colour: string}} Band
 *
 * @typedef {object} Picture
 * @property {number[]} steps of the moments, ascending
 * @property {Line[]} lines the last one is above the others
 * @property {Band} [band] below them
 * @property {number} least the value that is to be seen at the bottom
 * @property {number} greatest the one at the top
 * @property {number} [stepSize] between the lines of the grid
 * @property {(value: number) => string} [format] of the numbers beside it
 */

/**
 * Lines over steps, from 0 to where the loss curve ends too. The library makes the axes, and makes
 * them anew only when they change: it would take an object for each of many thousand points, many
 * times a second, so the lines are drawn here.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../store.js').Store} store
 * @param {import('chart.js').Plugin<'line'>[]} [plugins] draw above the lines
 */
export function stepChart(canvas, store, plugins = []) {
  /** @type {Picture} */
  let shown = { steps: [], lines: [], least: 0, greatest: 1 };
  let axes = '';
  const chart = lineChart(canvas, [{ id: 'lines', afterDatasetsDraw: (drawn) => paint(drawn, shown) }, ...plugins]);

  /** @param {Picture} picture */
  function draw(picture) {
    shown = picture;
    const { least, greatest, stepSize, format } = picture;
    const { series, status } = store.state;
    const { x, y } = chart.options.scales ?? {};
    const max = niceEnd(Math.max(series.offset - 1, status?.goal ?? 0));
    const [suggestedMin, suggestedMax] = y?.type === 'logarithmic' ? [roundedDown(least), greatest] : rounded(least, greatest);
    const key = [max, suggestedMin, suggestedMax, stepSize].join();
    if (key === axes) {
      chart.draw();
      return;
    }
    axes = key;
    Object.assign(x ?? {}, { min: 0, max });
    Object.assign(y ?? {}, { suggestedMin, suggestedMax });
    Object.assign(y?.ticks ?? {}, { stepSize, ...(format && { callback: (/** @type {number | string} */ value) => format(Number(value)) }) });
    chart.update('none');
  }

  /** The axes' colours and texts are to be made anew at the next `draw`. */
  function refresh() {
    restyle(chart);
    axes = '';
  }

  return {
    chart,
    draw,
    restyle: refresh,
    /** @param {boolean} logarithmic the axis of values from now on */
    scale(logarithmic) {
      chart.options.scales = { x: { type: 'linear' }, y: { type: logarithmic ? 'logarithmic' : 'linear' } };
      refresh();
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
 * The first digit alone.
 * @param {number} value above 0
 */
function roundedDown(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.floor(value / unit) * unit;
}

/**
 * @param {import('chart.js').Chart} chart
 * @param {Picture} picture
 */
function paint({ ctx, chartArea, scales: { x, y } }, { steps, lines, band }) {
  const across = steps.map((step) => x.getPixelForValue(step));
  /** @param {(moment: number) => number} at */
  const heights = (at) => across.map((_, moment) => y.getPixelForValue(at(moment)));
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left - 6, chartArea.top - 6, chartArea.width + 12, chartArea.height + 12);
  ctx.clip();
  ctx.lineJoin = 'round';
  if (band) {
    fillBetween(ctx, across, heights(band.from), heights(band.to), band.colour);
  }
  for (const { at, colour, width } of lines) {
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = width;
    const up = heights(at);
    trace(ctx, across, up);
    if (across.length === 1 && Number.isFinite(up[0])) {
      // A single moment makes no line.
      ctx.beginPath();
      ctx.arc(across[0], up[0], 4, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
  ctx.restore();
}

/**
 * A line with a gap where there is no number.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} across
 * @param {number[]} up
 */
function trace(ctx, across, up) {
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
    }
  }
  ctx.stroke();
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
      // What lies between two gaps: there along one side, and back along the other.
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
