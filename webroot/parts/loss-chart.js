import { inside, trace } from '../charts/lines.js';
import { linear, powersOfTen } from '../charts/scales.js';
import { stepChart } from '../charts/step-chart.js';
import { summaryOfMarks } from '../state/commands.js';
import { firstLoss } from '../state/first-loss.js';
import { momentOf } from '../state/moment.js';
import { pageOf } from '../state/requested-run.js';
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
  const testKey = byId('test-key', HTMLElement);
  const earlierKey = byId('earlier', HTMLElement);
  const earlierLink = byId('earlier-link', HTMLAnchorElement);
  /** What is shown of the run before. @type {import('../state/series.js').Entry[]} */
  let before = [];
  /** Those that tell how the network did on the test samples. @type {import('../state/series.js').Entry[]} */
  let tests = [];
  const curve = stepChart(canvas, store, {
    below: (drawn) => drawEarlier(drawn, before),
    above: (drawn) => {
      drawTests(drawn, tests);
      drawMarks(drawn, store.state);
    },
  });
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
    const { series, journal, status, pointed, stepAxis, earlier } = store.state;
    const { loss, band } = colours();
    const first = firstLoss(store.state);
    if (!hasChanged(first, earlier, series.entries, series.offset, journal, status?.status, status?.goal, pointed, momentOf(store.state), stepAxis, logarithmic, colours(), curve.width())) {
      return;
    }
    const { column, end } = curve.columns();
    const points = first === null ? series.points(column, end) : [{ step: 0, loss: first, min: first, max: first }];
    const values = points.flatMap(({ min, max }) => [min, max]).filter(Number.isFinite);
    // As far as it falls below this run; where it was far above, it says nothing here.
    const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
    before = earlier?.series.points(column, end) ?? [];
    const below = before.filter((entry) => entry.loss <= greatest).map((entry) => entry.loss);
    tests = points.filter((entry) => entry.testLoss !== undefined);
    testKey.hidden = tests.length === 0;
    const tested = tests.map((entry) => Number(entry.testLoss)).filter(Number.isFinite);
    const range = [...values, ...below, ...tested];
    earlierKey.hidden = earlier === null;
    earlierLink.href = earlier === null ? '' : pageOf(earlier.id);
    curve.draw(
      {
        steps: points.map(({ step }) => step),
        lines: [{ at: (i) => points[i].loss, colour: loss, width: 2 }],
        band: { from: (i) => points[i].max, to: (i) => points[i].min, colour: band },
      },
      logarithmic ? powersOfTen(range) : linear(Math.min(0, ...range), Math.max(0, ...values, ...tested) || 1),
    );
    zeros.hidden = !(logarithmic && (values.includes(0) || tested.includes(0)));
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

/**
 * What the run was before it began anew, faint.
 * @param {import('../charts/axes.js').Axes} axes
 * @param {import('../state/series.js').Entry[]} points
 */
function drawEarlier({ ctx, chartArea, across, up }, points) {
  inside(ctx, chartArea, () => {
    ctx.strokeStyle = colours().earlier;
    ctx.lineWidth = 2;
    ctx.setLineDash([6, 4]);
    trace(ctx, points.map(({ step }) => across(step)), points.map(({ loss }) => up(loss)));
  });
}

/**
 * The loss of the test samples, a line through all steps at which it was measured.
 * @param {import('../charts/axes.js').Axes} axes
 * @param {import('../state/series.js').Entry[]} tests
 */
function drawTests({ ctx, chartArea, across, up }, tests) {
  inside(ctx, chartArea, () => {
    ctx.strokeStyle = colours().test;
    ctx.lineWidth = 2;
    trace(ctx, tests.map(({ step }) => across(step)), tests.map(({ testLoss }) => up(Number(testLoss))));
  });
}

/** @param {import('../state/store.js').State} state */
function description({ series, journal, health, earlier }) {
  const first = series.entries[0];
  const last = series.last;
  const before = earlier?.series.last;
  if (!first || !last) {
    const begin = firstLoss({ series, health });
    return begin === null ? 'Loss by step: nothing yet' : `Loss by step: ${formatLoss(begin)} before the first step`;
  }
  const test = series.tested();
  const least = series.entries.reduce((min, entry) => Math.min(min, entry.min), Infinity);
  return [
    `Loss by step: from ${formatLoss(first.loss)} at step ${formatCount(first.step)} to ` +
      `${formatLoss(last.loss)} at step ${formatCount(last.step)}, at least ${formatLoss(least)}`,
    ...(test === undefined ? [] : [`the test loss ${formatLoss(Number(test.testLoss))} at step ${formatCount(test.step)}`]),
    ...summaryOfMarks(journal),
    ...(before === undefined ? [] : [`the run before ended with ${formatLoss(before.loss)} at step ${formatCount(before.step)}`]),
  ].join('; ');
}
