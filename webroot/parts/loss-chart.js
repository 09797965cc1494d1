import { linear, powersOfTen } from '../charts/scales.js';
import { stepChart } from '../charts/step-chart.js';
import { summaryOfMarks } from '../state/commands.js';
import { firstLoss } from '../state/first-loss.js';
import { momentOf } from '../state/moment.js';
import { colours } from '../ui/colours.js';
import { byId } from '../ui/dom.js';
import { formatCount, formatLoss } from '../ui/format.js';
import { changed } from '../ui/frame.js';
import { drawMarks } from './loss-marks.js';

/** How often the picture's text for screen readers is renewed, in milliseconds. */
const DESCRIBE_MILLIS = 2000;

/**
 * The loss from the first step to now: a line, a band between the extremes, and a mark wherever a
 * command changed a number of the run.
 * @param {import('../state/store.js').Store} store
 */
export function lossChart(store) {
  const canvas = byId('loss-chart', HTMLCanvasElement);
  const even = byId('scale-linear', HTMLButtonElement);
  const log = byId('scale-log', HTMLButtonElement);
  const axis = byId('step-axis', HTMLSelectElement);
  const zeros = byId('zeros', HTMLElement);
  const curve = stepChart(canvas, store, (drawn) => drawMarks(drawn, store.state));
  let logarithmic = false;
  let described = 0;
  const hasChanged = changed();

  /** @param {boolean} wanted */
  function setScale(wanted) {
    logarithmic = wanted;
    even.setAttribute('aria-pressed', String(!wanted));
    log.setAttribute('aria-pressed', String(wanted));
    draw();
  }

  /** @param {MouseEvent} event */
  function stepUnder(event) {
    const step = Math.round(curve.valueAt(event.clientX - canvas.getBoundingClientRect().left));
    return step >= 0 && step <= store.state.series.offset ? step : null;
  }

  canvas.addEventListener('pointermove', (event) => store.point({ step: stepUnder(event) }));
  canvas.addEventListener('click', (event) => {
    const step = stepUnder(event);
    store.pin(step === store.state.pinned ? null : step);
  });
  canvas.addEventListener('pointerleave', () => store.point());
  even.addEventListener('click', () => setScale(false));
  log.addEventListener('click', () => setScale(true));
  axis.addEventListener('change', () => store.set({ stepAxis: /** @type {import('../state/store.js').StepAxis} */ (axis.value) }));

  function draw() {
    const { series, journal, status, pointed, stepAxis } = store.state;
    const { loss, band } = colours();
    const first = firstLoss(store.state);
    if (!hasChanged(first, series.entries, series.offset, journal, status?.status, status?.goal, pointed, momentOf(store.state), stepAxis, logarithmic, colours(), curve.width())) {
      return;
    }
    const { column, end } = curve.columns();
    const points = first === null ? series.points(column, end) : [{ step: 0, loss: first, min: first, max: first }];
    const values = points.flatMap(({ min, max }) => [min, max]).filter(Number.isFinite);
    curve.draw(
      {
        steps: points.map(({ step }) => step),
        lines: [{ at: (i) => points[i].loss, colour: loss, width: 2 }],
        band: { from: (i) => points[i].max, to: (i) => points[i].min, colour: band },
      },
      logarithmic ? powersOfTen(values) : linear(Math.min(0, ...values), Math.max(0, ...values) || 1),
    );
    zeros.hidden = !(logarithmic && values.includes(0));
    describe();
  }

  /** Says in words what the picture shows, though not at every frame. */
  function describe() {
    const now = performance.now();
    const running = store.state.status?.status === 'running';
    if (running && now - described < DESCRIBE_MILLIS) {
      return;
    }
    described = now;
    canvas.setAttribute('aria-label', description(store.state) + (zeros.hidden ? '' : '; a loss of exactly 0 stands at the lower edge'));
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
function description({ series, journal, health }) {
  const first = series.entries[0];
  const last = series.last;
  if (!first || !last) {
    const begin = firstLoss({ series, health });
    return begin === null ? 'Loss by step: nothing yet' : `Loss by step: ${formatLoss(begin)} before the first step`;
  }
  const least = series.entries.reduce((min, entry) => Math.min(min, entry.min), Infinity);
  return [
    `Loss by step: from ${formatLoss(first.loss)} at step ${formatCount(first.step)} to ` +
      `${formatLoss(last.loss)} at step ${formatCount(last.step)}, at least ${formatLoss(least)}`,
    ...summaryOfMarks(journal),
  ].join('; ');
}
