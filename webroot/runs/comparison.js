import { fileName, savePicture, saveTable } from '../charts/save.js';
import { chartTools } from '../charts/tools.js';
import { Detail } from '../state/detail.js';
import { pageOf } from '../state/requested-run.js';
import { read, readSeries, readSteps } from '../state/runs-api.js';
import { colours } from '../ui/colours.js';
import { byId, element, setRows, setText } from '../ui/dom.js';
import { formatCount, formatCounted, formatLoss } from '../ui/format.js';
import { svg } from '../ui/svg.js';
import { comparedChart, dashOf, TEST_DASH } from './compared-chart.js';
import { differences } from './differences.js';
import { finalFigures, lossesOf } from './final-figures.js';
import { stepsPerEpoch } from '../state/epochs.js';
import { addressOf } from './selection.js';

/** Between two looks at runs that train, in milliseconds. */
const REFRESH_MILLIS = 3_000;

/**
 * What can stand below the curves, and where an entry of a run stands there.
 * @type {Record<'steps' | 'epochs' | 'seconds', {name: string, at: (run: import('../state/runs-api.js').Run) => import('./compared-chart.js').Curve['at']}>}
 */
const AXES = {
  steps: { name: 'step', at: () => ({ step }) => step },
  epochs: {
    name: 'epoch',
    at: ({ spec, journal }) => {
      const steps = stepsPerEpoch(spec, journal);
      return ({ step }) => (steps === null ? null : step / steps);
    },
  },
  seconds: { name: 'second of training', at: () => ({ seconds }) => seconds },
};

/**
 * A run that is compared.
 * @typedef {object} Compared
 * @property {number} place in the address, by which it has its colour
 * @property {import('../state/runs-api.js').Run} run
 * @property {import('../state/series.js').Series} series
 */

/** Several runs beside each other: their curves in one chart, their final losses, and what differs. */
export function comparison() {
  const page = byId('comparison', HTMLElement);
  const note = byId('comparison-note', HTMLElement);
  const axis = byId('comparison-axis', HTMLSelectElement);
  const even = byId('comparison-linear', HTMLButtonElement);
  const log = byId('comparison-log', HTMLButtonElement);
  const testButton = byId('comparison-test', HTMLButtonElement);
  const epochOption = byId('comparison-epochs', HTMLOptionElement);
  const zeros = byId('comparison-zeros', HTMLElement);
  const untimed = byId('comparison-untimed', HTMLElement);
  const testsKey = byId('comparison-tests', HTMLElement);
  const lossesNote = byId('comparison-losses', HTMLElement);
  const canvas = byId('comparison-chart', HTMLCanvasElement);
  const list = byId('compared', HTMLTableSectionElement);
  const listHead = byId('compared-head', HTMLTableRowElement);
  const head = byId('differences-head', HTMLTableRowElement);
  const body = byId('differences', HTMLTableSectionElement);
  const same = byId('differences-none', HTMLElement);
  const table = byId('differences-table', HTMLElement);
  const box = byId('comparison-box', HTMLElement);
  const chart = comparedChart(canvas, box, draw);

  /** @type {import('./selection.js').Selection} */
  let selection = { ids: [], hidden: [], baseline: null };
  /** @type {Compared[]} */
  let compared = [];
  /** @type {string[]} */
  let missing = [];
  let logarithmic = false;
  let wantsTests = true;
  /** @type {keyof typeof import('../charts/smoothing.js').SMOOTHING} */
  let smoothing = 'off';
  /** @type {Map<string, Detail>} what is known more finely of each run, by its id */
  const details = new Map();
  const tools = chartTools({
    zoom: chart.zoom,
    smooth(wanted) {
      smoothing = wanted;
      draw();
    },
    png: () => void savePicture({ copy: chart.copy, title: `Loss by ${unit().name}`, names: { x: unit().name, y: 'loss' }, keys: keys(), file: fileOf() }),
    csv: () => saveTable(...tableOfShown(), fileOf()),
  });
  box.after(tools.element);
  tools.element.append(tools.save);

  /** What stands below. */
  function unit() {
    return AXES[/** @type {keyof typeof AXES} */ (axis.value)];
  }

  function visibleRuns() {
    return compared.filter(({ run }) => !selection.hidden.includes(run.id));
  }

  /** Whether test curves are shown beside those of the losses. */
  function showsTests() {
    return wantsTests && visibleRuns().some(isTested);
  }

  function fileOf() {
    return fileName(`loss of ${visibleRuns().map(({ run }) => run.name).join(' and ')}`).slice(0, 100);
  }

  /** @returns {import('../charts/save.js').Key[]} */
  function keys() {
    const { lines } = colours();
    const added = smoothing === 'off' ? '' : ', smoothed';
    return visibleRuns().flatMap((one) => {
      const { run, place } = one;
      const width = run.id === selection.baseline ? 4 : 2;
      /** @type {import('../charts/save.js').Key} */
      const loss = { text: run.name + added, colour: lines[place], kind: 'line', dash: dashOf(place, showsTests()), width };
      return showsTests() && isTested(one) ? [loss, { ...loss, text: `${run.name}, test loss`, dash: TEST_DASH }] : [loss];
    });
  }

  /**
   * What is shown, as a table: its head and its rows.
   * @returns {[string[], (string | number | null)[][]]}
   */
  function tableOfShown() {
    const entries = chart.visible();
    const smooth = smoothing !== 'off';
    const rows = visibleRuns().flatMap(({ run, place }) => {
      const at = AXES.epochs.at(run);
      return (entries.get(place) ?? []).map((entry) => [run.name, run.id, entry.from, entry.step, at(entry), entry.seconds, entry.loss, entry.min, entry.max, ...(smooth ? [entry.mean] : []), entry.accuracy, entry.testLoss ?? null, entry.testAccuracy ?? null]);
    });
    return [['run', 'id', 'from', 'step', 'epoch', 'seconds', 'loss', 'lossMin', 'lossMax', ...(smooth ? ['lossSmoothed'] : []), 'accuracy', 'testLoss', 'testAccuracy'], rows];
  }

  /** @param {string} id */
  function detailOf(id) {
    const detail = details.get(id) ?? new Detail((from, to) => readSteps(id, from, to), draw);
    details.set(id, detail);
    return detail;
  }

  /**
   * @param {string} id
   * @param {number} place
   * @returns {Promise<Compared | null>} null where there is none to be had
   */
  async function fetchOne(id, place) {
    try {
      const [run, series] = await Promise.all([read(id), readSeries(id)]);
      if (series.offset < (compared.find((one) => one.run.id === id)?.series.offset ?? 0)) {
        details.get(id)?.forget(); // it began anew
      }
      return { place, run, series };
    } catch {
      return null;
    }
  }

  async function fetchAll() {
    const { ids } = selection;
    const answers = await Promise.all(ids.map(fetchOne));
    if (ids === selection.ids) {
      compared = answers.filter((one) => one !== null);
      missing = ids.filter((_, i) => answers[i] === null);
      draw();
    }
  }

  async function refresh() {
    if (document.hidden || page.hidden) {
      return;
    }
    const { ids } = selection;
    const running = compared.filter(({ run }) => run.status === 'running');
    const news = await Promise.all(running.map(({ run, place }) => fetchOne(run.id, place)));
    if (ids === selection.ids && running.length > 0) {
      compared = compared.map((one) => news.find((it) => it?.place === one.place) ?? one);
      draw();
    }
  }

  /** @param {Partial<import('./selection.js').Selection>} change */
  function choose(change) {
    selection = { ...selection, ...change };
    history.replaceState(null, '', addressOf(selection));
    draw();
  }

  /** @param {boolean} wanted */
  function setScale(wanted) {
    if (wanted !== logarithmic) {
      chart.zoom.forget('y');
    }
    logarithmic = wanted;
    even.setAttribute('aria-pressed', String(!wanted));
    log.setAttribute('aria-pressed', String(wanted));
    draw();
  }

  function draw() {
    const { ids, hidden, baseline } = selection;
    setText(note, noteOf(ids, missing, compared));
    note.classList.toggle('refused', missing.length > 0);
    drawChart(hidden, baseline);
    drawList(hidden, baseline);
    drawDifferences();
  }

  /**
   * @param {string[]} hidden
   * @param {string | null} baseline
   */
  function drawChart(hidden, baseline) {
    const epochs = compared.map(({ run }) => stepsPerEpoch(run.spec, run.journal));
    const known = epochs.every((steps) => steps !== null);
    epochOption.hidden = !known;
    if (!known && axis.value === 'epochs') {
      axis.value = 'steps';
    }
    const by = unit();
    const visible = compared.filter(({ run }) => !hidden.includes(run.id));
    const curves = visible.map(({ place, run, series }) => ({ place, series, detail: detailOf(run.id), at: by.at(run), strong: run.id === baseline }));
    zeros.hidden = !chart.draw(curves, by === AXES.steps, logarithmic, smoothing, showsTests());
    testButton.hidden = !compared.some(isTested);
    testButton.setAttribute('aria-pressed', String(wantsTests));
    const untested = visible.filter((one) => !isTested(one)).map(({ run }) => run.name);
    testsKey.hidden = !showsTests();
    setText(testsKey, `dashed: the loss of the test samples, without penalties${untested.length === 0 ? '' : `; no test set: ${untested.join(', ')}`}`);
    tools.draw(chart.zoom.isZoomed() ? 'a part of the curves is shown' : '');
    const losses = lossesOf(visible);
    lossesNote.hidden = losses.length < 2;
    setText(lossesNote, `different losses (${losses.join(', ')}): compare the shapes of these curves, not their heights`);
    const without = by === AXES.seconds ? visible.filter(({ series }) => series.last && series.last.seconds === null) : [];
    untimed.hidden = without.length === 0;
    setText(untimed, `not drawn, since nobody kept how long it took: ${without.map(({ run }) => run.name).join(', ')}`);
    const ends = visible.filter((one) => !without.includes(one)).map(({ run, series }) => `${run.name} ${endOf(series, showsTests())}`);
    canvas.setAttribute('aria-label', `Loss by ${by.name} of ${formatCounted(ends.length, 'run')}${ends.length > 0 ? ': ' : ''}${ends.join('; ')}`);
  }

  /**
   * @param {string[]} hidden
   * @param {string | null} baseline
   */
  function drawList(hidden, baseline) {
    const measure = compared.find(({ run }) => run.id === baseline);
    const figures = finalFigures(compared, measure);
    listHead.replaceChildren(
      ...['Show', 'Run', 'Steps', ...figures.map(({ label }) => label)].map((text) => element('th', { scope: 'col' }, text)),
      element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Baseline')),
    );
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    list.replaceChildren(
      ...compared.map((one) => {
        const { run, place } = one;
        const shown = element('input', { type: 'checkbox', 'aria-label': `Show ${run.name}`, 'data-key': `show ${run.id}` });
        shown.checked = !hidden.includes(run.id);
        shown.addEventListener('change', () => choose({ hidden: shown.checked ? hidden.filter((id) => id !== run.id) : [...hidden, run.id] }));
        const pin = element('button', { type: 'button', class: 'small', 'aria-pressed': String(run.id === baseline), 'aria-label': `Baseline ${run.name}`, 'data-key': `pin ${run.id}` }, pinSign(), element('span', {}, 'Baseline'));
        pin.addEventListener('click', () => choose({ baseline: run.id === baseline ? null : run.id }));
        const cells = [
          element('td', { class: 'compared-show' }, element('label', { class: 'run-check' }, shown)),
          element('th', { scope: 'row' }, key(place, dashOf(place, showsTests())), element('a', { href: pageOf(run.id) }, run.name)),
          element('td', {}, formatCount(run.step)),
          ...figures.map(({ label, cells: of }) => element('td', { class: 'compared-figure', 'data-label': label }, ...of(one).map(({ text, quiet, reason }) => element('span', { ...(quiet ? { class: 'compared-by' } : {}), ...(reason === undefined ? {} : { title: reason }) }, text, ...(reason === undefined ? [] : [element('span', { class: 'visually-hidden' }, `: ${reason}`)]))))),
          element('td', {}, pin),
        ];
        return element('tr', shown.checked ? {} : { class: 'left-out' }, ...cells);
      }),
    );
    if (focused !== undefined) {
      /** @type {HTMLElement | null} */ (list.querySelector(`[data-key='${focused}']`))?.focus();
    }
  }

  function drawDifferences() {
    const rows = differences(compared.map(({ run }) => run));
    head.replaceChildren(
      element('th', { scope: 'col' }, 'What'),
      ...compared.map(({ run, place }) => element('th', { scope: 'col' }, key(place, dashOf(place, showsTests())), run.name)),
    );
    setRows(body, rows.map(({ label, texts }) => [{ text: label, header: true }, ...texts]));
    table.hidden = rows.length === 0;
    same.hidden = rows.length > 0 || compared.length < 2;
  }

  axis.addEventListener('change', () => {
    chart.zoom.forget('x');
    draw();
  });
  testButton.addEventListener('click', () => {
    wantsTests = !wantsTests;
    draw();
  });
  even.addEventListener('click', () => setScale(false));
  log.addEventListener('click', () => setScale(true));
  setInterval(() => void refresh(), REFRESH_MILLIS);
  setScale(false);

  return {
    /** @param {import('./selection.js').Selection} wanted */
    show(wanted) {
      const known = wanted.ids.join() === selection.ids.join();
      selection = { ...wanted, ids: known ? selection.ids : wanted.ids };
      if (!known) {
        compared = [];
        missing = [];
      }
      draw();
      void fetchAll();
    },
    restyle() {
      chart.restyle();
      draw();
    },
  };
}

/**
 * How a run's line looks.
 * @param {number} place
 * @param {number[]} dash
 */
function key(place, dash) {
  return svg(
    'svg',
    { class: 'line-key', viewBox: '0 0 32 8', 'aria-hidden': 'true' },
    svg('path', { d: 'M0 4H32', class: `line-${place + 1}`, 'stroke-dasharray': dash.join(' ') }),
  );
}

function pinSign() {
  return svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: 'M5 1.5h6M6.2 1.5v5L4 9v1h8V9L9.8 6.5v-5M8 10v4.5' }));
}

/**
 * @param {string[]} ids
 * @param {string[]} missing
 * @param {Compared[]} compared
 */
function noteOf(ids, missing, compared) {
  if (missing.length > 0) {
    return `${missing.join(', ')} can't be had: ${missing.length === 1 ? 'it was' : 'they were'} deleted, or the server does not answer.`;
  }
  return ids.length === 0 ? 'Nothing is chosen. Go to Runs and choose two or more.' : compared.length < ids.length ? 'Fetching the runs.' : '';
}

/** @param {Pick<Compared, 'series'>} one */
function isTested({ series }) {
  return series.tested() !== undefined;
}

/**
 * @param {import('../state/series.js').Series} series
 * @param {boolean} withTest
 */
function endOf(series, withTest) {
  const { last } = series;
  const test = withTest ? series.tested() : undefined;
  const ofTest = test === undefined ? '' : `, the test loss at ${formatLoss(Number(test.testLoss))}`;
  return last === undefined ? 'has no step yet' : `ends at ${formatLoss(last.loss)} at step ${formatCount(last.step)}${ofTest}`;
}
