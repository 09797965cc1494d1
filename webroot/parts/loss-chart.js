import { inside, trace } from '../charts/lines.js';
import { fileName, savePicture, saveTable } from '../charts/save.js';
import { linear, powersOfTen } from '../charts/scales.js';
import { halfWidth, smoothed } from '../charts/smoothing.js';
import { stepChart } from '../charts/step-chart.js';
import { chartTools } from '../charts/tools.js';
import { zoom as zoomOf } from '../charts/zoom.js';
import { changesIn, summaryOfMarks } from '../state/commands.js';
import { Detail } from '../state/detail.js';
import { stepsPerEpoch } from '../state/epochs.js';
import { firstLoss } from '../state/first-loss.js';
import { momentOf } from '../state/moment.js';
import { pageOf } from '../state/requested-run.js';
import { readSteps } from '../state/runs-api.js';
import { pointsOf } from '../state/series.js';
import { colours } from '../ui/colours.js';
import { byId, setText } from '../ui/dom.js';
import { formatCount, formatLoss } from '../ui/format.js';
import { changed } from '../ui/frame.js';
import { lossColumns, shownOf } from './loss-table.js';
import { drawMarks } from './loss-marks.js';

/** How often the picture's text for screen readers is renewed, in milliseconds. */
const DESCRIBE_MILLIS = 2000;

/** What stands below, by the axis that is chosen. */
const UNITS = { even: 'step', logarithmic: 'step', first: 'step', epochs: 'epoch', seconds: 'second' };

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
  const title = byId('loss-title', HTMLElement);
  const byEpoch = byId('axis-epochs', HTMLOptionElement);
  const bySeconds = byId('axis-seconds', HTMLOptionElement);
  const lossKey = byId('loss-key', HTMLElement);
  const meanKey = byId('mean-key', HTMLElement);
  const zeros = byId('zeros', HTMLElement);
  const testKey = byId('test-key', HTMLElement);
  const earlierKey = byId('earlier', HTMLElement);
  const earlierLink = byId('earlier-link', HTMLAnchorElement);
  /** What is shown of the run before. @type {import('../state/series.js').Entry[]} */
  let before = [];
  /** Those of the whole curve that tell how the network did on the test samples. @type {import('../state/series.js').Entry[]} */
  let tests = [];
  const zoom = zoomOf(canvas, byId('loss-box', HTMLElement), draw);
  const detail = new Detail(async (from, to) => readSteps(store.state.id ?? '', from, to), draw);
  const curve = stepChart(canvas, store, {
    zoom,
    below: (drawn) => drawEarlier(drawn, before),
    above: (drawn) => {
      drawTests(drawn, tests);
      drawMarks(drawn, store.state);
    },
  });
  let logarithmic = false;
  /** @type {keyof typeof import('../charts/smoothing.js').SMOOTHING} */
  let smoothing = 'off';
  /** @type {import('./loss-table.js').Shown[]} what of the curve is visible, each entry as it is known */
  let visible = [];
  let half = 0;
  /** What part of the curve is shown, in words; empty for all of it. */
  let part = '';
  /** @type {number | undefined} */
  let trajectory;
  let described = 0;
  const tools = chartTools({
    zoom,
    smooth(wanted) {
      smoothing = wanted;
      draw();
    },
    png: () => void savePicture({ copy: curve.copy, title: `${nameOf()}: loss by ${UNITS[store.state.stepAxis]}`, names: { x: UNITS[store.state.stepAxis], y: 'loss' }, keys: keys(), file: fileOf() }),
    csv: () => saveTable(...lossColumns(visible, epochOf(), half > 0), fileOf()),
  });
  byId('loss-box', HTMLElement).after(tools.element);
  byId('loss-foot', HTMLElement).append(tools.save);
  const hasChanged = changed();

  /** @param {boolean} wanted */
  function setScale(wanted) {
    if (logarithmic !== wanted) {
      zoom.forget('y');
    }
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
  axis.addEventListener('change', () => choose(/** @type {import('../state/store.js').StepAxis} */ (axis.value)));

  /** @param {import('../state/store.js').StepAxis} stepAxis */
  function choose(stepAxis) {
    zoom.forget('x');
    axis.value = stepAxis;
    store.set({ stepAxis });
  }

  /** How many steps an epoch has; null where steps and epochs are the same, or it isn't known. */
  function epochOf() {
    const { run, journal } = store.state;
    const length = run?.spec.training?.batch ? stepsPerEpoch(run.spec, journal, run.targets?.length) : null;
    return length === 1 ? null : length;
  }

  /** Offers what can stand below; goes back to steps where that is no longer known. */
  function offerAxes() {
    const { series, stepAxis } = store.state;
    byEpoch.hidden = byEpoch.disabled = epochOf() === null;
    bySeconds.disabled = series.last !== undefined && series.last.seconds === null;
    if ((stepAxis === 'epochs' && byEpoch.disabled) || (stepAxis === 'seconds' && bySeconds.disabled)) {
      choose('even');
    }
    setText(title, `Loss by ${UNITS[store.state.stepAxis]}`);
  }

  function draw() {
    const { run, series, journal, status, pointed, stepAxis, earlier } = store.state;
    const { loss, band, earlier: faint } = colours();
    if (run?.trajectory !== trajectory) {
      trajectory = run?.trajectory;
      zoom.forget('x');
      zoom.forget('y');
      detail.forget();
    }
    const first = firstLoss(store.state);
    if (!hasChanged(first, earlier, series.entries, series.offset, journal, status?.status, status?.goal, pointed, momentOf(store.state), stepAxis, logarithmic, smoothing, zoom.now(), detail.fine, store.state.id, colours(), curve.width())) {
      return;
    }
    offerAxes();
    const { column, begin, end } = curve.columns();
    half = halfWidth(smoothing, series.offset);
    // Until the run's id is known, nothing can be asked.
    const entries = store.state.id === null ? series.entries : detail.entries(series.entries, begin, end, half);
    visible = shownOf(entries, begin, end, half === 0 ? null : (all) => smoothed(all, half));
    const points = first === null ? pointsOf(visible, column, end) : [{ from: 0, step: 0, loss: first, min: first, max: first, mean: first, learningRate: NaN, accuracy: null, seconds: null, testLoss: undefined }];
    const values = points.flatMap(({ min, max }) => [min, max]).filter(Number.isFinite);
    // As far as it falls below this run; where it was far above, it says nothing here.
    const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
    // Of the run before it isn't known here how long it took, and of what epochs.
    const comparable = UNITS[stepAxis] === 'step';
    before = comparable ? (earlier?.series.points(column, end) ?? []) : [];
    const below = before.filter((entry) => entry.loss <= greatest).map((entry) => entry.loss);
    tests = pointsOf(series.entries.filter((entry) => entry.testLoss !== undefined), column, Infinity);
    testKey.hidden = tests.length === 0;
    const tested = tests.filter(({ step }) => step >= begin && step <= end).map((entry) => Number(entry.testLoss)).filter(Number.isFinite);
    const range = [...values, ...below, ...tested];
    earlierKey.hidden = earlier === null || !comparable;
    earlierLink.href = earlier === null ? '' : pageOf(earlier.id);
    curve.draw(
      {
        steps: points.map(({ step }) => step),
        lines: [
          ...(half === 0 ? [] : [{ at: (/** @type {number} */ i) => points[i].loss, colour: faint, width: 1 }]),
          { at: (i) => points[i].mean, colour: loss, width: 2 },
        ],
        band: { from: (i) => points[i].max, to: (i) => points[i].min, colour: band },
      },
      scaleOf(zoom.isZoomed() ? [...range, ...series.entries.flatMap(({ min, max }) => [min, max]).filter(Number.isFinite)] : range, true),
      scaleOf(range, false),
    );
    part = zoom.isZoomed() ? `steps ${formatCount(Math.max(0, begin))} to ${formatCount(Math.min(end, Math.max(0, series.offset - 1)))} are shown${visible.every(({ from, step }) => from === step) ? ', each by itself' : ''}` : '';
    tools.draw(part);
    lossKey.firstElementChild?.classList.toggle('key-faint', half > 0);
    meanKey.hidden = half === 0;
    setText(/** @type {HTMLElement} */ (meanKey.lastElementChild), `mean of known losses within ${formatCount(half)} steps`);
    zeros.hidden = !(logarithmic && (values.includes(0) || tested.includes(0)));
    describe();
  }

  /**
   * @param {number[]} range
   * @param {boolean} fromZero whether 0 is to be seen, too
   */
  function scaleOf(range, fromZero) {
    if (logarithmic) {
      return powersOfTen(range);
    }
    const least = range.reduce((a, b) => Math.min(a, b), fromZero || range.length === 0 ? 0 : Infinity);
    const greatest = range.reduce((a, b) => Math.max(a, b), fromZero || range.length === 0 ? 0 : -Infinity);
    return linear(least, greatest > least ? greatest : least + 1);
  }

  function nameOf() {
    return store.state.runName ?? store.state.run?.spec.name ?? '';
  }

  function fileOf() {
    const visiblePart = zoom.isZoomed() && visible.length > 0 ? `-steps-${visible[0].from}-${visible[visible.length - 1].step}` : '';
    return `${fileName(nameOf())}-loss${visiblePart}`;
  }

  /** @returns {import('../charts/save.js').Key[]} what the picture shows */
  function keys() {
    const now = colours();
    /** @type {(import('../charts/save.js').Key | false)[]} */
    const all = [
      { text: 'loss', colour: half > 0 ? now.earlier : now.loss, kind: 'line', width: half > 0 ? 1 : 2 },
      half > 0 && { text: meanKey.textContent ?? '', colour: now.loss, kind: 'line' },
      !testKey.hidden && { text: 'test loss', colour: now.test, kind: 'line' },
      { text: 'range of losses within a point', colour: now.band, kind: 'band' },
      changesIn(store.state.journal).length > 0 && { text: 'changed by hand', colour: now.mark, kind: 'mark', dash: [4, 4] },
      !earlierKey.hidden && { text: 'the run before', colour: now.earlier, kind: 'line', dash: [6, 4] },
    ];
    return all.filter((key) => key !== false);
  }

  /** Says in words what the picture shows, though not at every frame. */
  function describe() {
    const now = performance.now();
    const running = store.state.status?.status === 'running';
    if (running && now - described < DESCRIBE_MILLIS) {
      return;
    }
    described = now;
    canvas.setAttribute('aria-label', description(store.state) + (part && `; ${part}`) + (zeros.hidden ? '' : '; a loss of exactly 0 stands at the lower edge'));
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

/** A few measurements are marked, so that the line between them isn't taken for more of them. */
const MAX_MARKED_TESTS = 20;

/**
 * The loss of the test samples, a line through all steps at which it was measured.
 * @param {import('../charts/axes.js').Axes} axes
 * @param {import('../state/series.js').Entry[]} tests
 */
function drawTests({ ctx, chartArea, across, up }, tests) {
  inside(ctx, chartArea, () => {
    ctx.strokeStyle = colours().test;
    ctx.lineWidth = 2;
    const [xs, ys] = [tests.map(({ step }) => across(step)), tests.map(({ testLoss }) => up(Number(testLoss)))];
    trace(ctx, xs, ys);
    ctx.fillStyle = colours().test;
    for (let i = 0; tests.length <= MAX_MARKED_TESTS && i < tests.length; i++) {
      ctx.beginPath();
      ctx.arc(xs[i], ys[i], 3, 0, 2 * Math.PI);
      ctx.fill();
    }
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
  // A loss that is no number is never the least.
  const least = series.entries.reduce((min, entry) => (entry.min < min ? entry.min : min), Infinity);
  return [
    `Loss by step: from ${formatLoss(first.loss)} at step ${formatCount(first.step)} to ` +
      `${formatLoss(last.loss)} at step ${formatCount(last.step)}${least === Infinity ? '' : `, at least ${formatLoss(least)}`}`,
    ...(test === undefined ? [] : [`the test loss ${formatLoss(Number(test.testLoss))} at step ${formatCount(test.step)}`]),
    ...summaryOfMarks(journal),
    ...(before === undefined ? [] : [`the run before ended with ${formatLoss(before.loss)} at step ${formatCount(before.step)}`]),
  ].join('; ');
}
