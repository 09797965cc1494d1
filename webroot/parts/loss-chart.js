import { stepChart } from '../charts/step-chart.js';
import { markOf, summaryOfMarks } from '../state/commands.js';
import { fontSize } from '../ui/canvas.js';
import { colours } from '../ui/colours.js';
import { byId } from '../ui/dom.js';
import { formatCount, formatLoss } from '../ui/format.js';
import { changed } from '../ui/frame.js';

/** How often the picture's text for screen readers is renewed, in milliseconds. */
const DESCRIBE_MILLIS = 2000;

/**
 * The loss from the first step to now: a line, a band between the extremes, and a mark wherever a
 * command changed a number of the run.
 * @param {import('../state/store.js').Store} store
 */
export function lossChart(store) {
  const canvas = byId('loss-chart', HTMLCanvasElement);
  const linear = byId('scale-linear', HTMLButtonElement);
  const log = byId('scale-log', HTMLButtonElement);
  const curve = stepChart(canvas, store, [{ id: 'marks', afterDatasetsDraw: drawMarks }]);
  const { chart } = curve;
  let logarithmic = false;
  let described = 0;
  const hasChanged = changed();

  /** @param {boolean} wanted */
  function setScale(wanted) {
    logarithmic = wanted;
    linear.setAttribute('aria-pressed', String(!wanted));
    log.setAttribute('aria-pressed', String(wanted));
    curve.scale(wanted);
    draw();
  }

  canvas.addEventListener('pointermove', (event) => {
    const x = event.clientX - canvas.getBoundingClientRect().left;
    const { left, right } = chart.chartArea;
    const step = Math.round(chart.scales.x.getValueForPixel(x) ?? -1);
    const known = x >= left && x <= right && step >= 0 && step <= store.state.series.offset;
    store.point({ step: known ? step : null });
  });
  canvas.addEventListener('pointerleave', () => store.point());
  linear.addEventListener('click', () => setScale(false));
  log.addEventListener('click', () => setScale(true));

  function draw() {
    const { series, journal, status, pointed } = store.state;
    const { loss, band } = colours();
    if (!hasChanged(series.entries, series.offset, journal, status?.status, status?.goal, pointed, logarithmic, colours(), chart.width)) {
      return;
    }
    const points = series.points(Math.max(200, chart.width));
    const drawn = (/** @type {number} */ y) => (Number.isFinite(y) && !(logarithmic && y <= 0) ? y : NaN);
    const values = points.flatMap(({ min, max }) => [drawn(min), drawn(max)]).filter(Number.isFinite);
    curve.draw({
      lines: {
        steps: points.map(({ step }) => step),
        lines: [{ at: (i) => drawn(points[i].loss), colour: loss, width: 2 }],
        band: { from: (i) => drawn(points[i].max), to: (i) => drawn(points[i].min), colour: band },
      },
      least: logarithmic ? Math.min(...(values.length > 0 ? values : [0.1])) : Math.min(0, ...values),
      greatest: Math.max(0, ...values) || 1,
    });
    describe();
  }

  /** @param {import('chart.js').Chart} drawn */
  function drawMarks(drawn) {
    const { ctx, chartArea, scales } = drawn;
    const { mark } = colours();
    ctx.save();
    ctx.strokeStyle = mark;
    ctx.fillStyle = mark;
    ctx.font = `600 ${fontSize()}px system-ui, sans-serif`;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([4, 4]);
    let free = Infinity;
    // From the newest back: where labels would overlap, the newer one is shown, which is in force.
    for (const entry of store.state.journal.toReversed()) {
      const label = markOf(entry);
      if (label === null) {
        continue;
      }
      const x = scales.x.getPixelForValue(entry.step);
      if (x < chartArea.left || x > chartArea.right) {
        continue;
      }
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      const width = ctx.measureText(label).width;
      const left = Math.min(x, chartArea.right - width);
      if (left + width + 8 <= free) {
        ctx.fillText(label, left, chartArea.top - 6);
        free = left;
      }
    }
    drawDivergence(drawn);
    drawPointed(drawn);
    ctx.restore();
  }

  /**
   * The step that is pointed at, here or in another view.
   * @param {import('chart.js').Chart} drawn
   */
  function drawPointed({ ctx, chartArea, scales }) {
    const { pointed, series } = store.state;
    if (pointed.step === null) {
      return;
    }
    const step = pointed.step;
    const entry = series.entries.find((one) => one.from <= step && step <= one.step);
    const x = scales.x.getPixelForValue(step);
    const label = `step ${formatCount(step)}${entry ? `: ${formatLoss(entry.loss)}` : ''}`;
    const fits = x + 6 + ctx.measureText(label).width <= chartArea.right;
    ctx.strokeStyle = colours().accent;
    ctx.fillStyle = colours().strong;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.textAlign = fits ? 'left' : 'right';
    ctx.fillText(label, x + (fits ? 6 : -6), chartArea.top + 3 * fontSize());
  }

  /** @param {import('chart.js').Chart} drawn */
  function drawDivergence({ ctx, chartArea, scales }) {
    const { status } = store.state;
    if (status?.status !== 'diverged') {
      return;
    }
    const x = scales.x.getPixelForValue(status.step);
    const label = 'diverged';
    const fits = x + 6 + ctx.measureText(label).width <= chartArea.right;
    ctx.strokeStyle = ctx.fillStyle = colours().bad;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.textAlign = fits ? 'left' : 'right';
    ctx.fillText(label, x + (fits ? 6 : -6), chartArea.top + 1.5 * fontSize());
  }

  /** Says in words what the picture shows, though not at every frame. */
  function describe() {
    const now = performance.now();
    const running = store.state.status?.status === 'running';
    if (running && now - described < DESCRIBE_MILLIS) {
      return;
    }
    described = now;
    canvas.setAttribute('aria-label', description(store.state));
  }

  setScale(false);
  return {
    draw,
    toggleScale: () => setScale(!logarithmic),
    restyle: () => {
      curve.restyle();
      draw();
    },
  };
}

/** @param {import('../state/store.js').State} state */
function description({ series, journal }) {
  const first = series.entries[0];
  const last = series.last;
  if (!first || !last) {
    return 'Loss by step: nothing yet';
  }
  const least = series.entries.reduce((min, entry) => Math.min(min, entry.min), Infinity);
  return [
    `Loss by step: from ${formatLoss(first.loss)} at step ${formatCount(first.step)} to ` +
      `${formatLoss(last.loss)} at step ${formatCount(last.step)}, at least ${formatLoss(least)}`,
    ...summaryOfMarks(journal),
  ].join('; ');
}
