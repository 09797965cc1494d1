import { decodeNumber } from '../state/protocol.js';
import { cellOf, isOwn, MAX_CELLS } from '../state/grid.js';
import { pageOf } from '../state/requested-run.js';
import { command, list } from '../state/runs-api.js';
import { partsOf } from '../ui/address.js';
import { byId, element, setText } from '../ui/dom.js';
import { formatCount, formatLoss, formatShort } from '../ui/format.js';
import { sparkline } from './sparkline.js';

/** Between two looks at the runs, in milliseconds. */
const REFRESH_MILLIS = 1_000;

/** At least so many of a grid train at once, where the server lets them. */
const AT_ONCE = 8;

/**
 * The grid that an address names; null for none.
 * @param {string} hash
 * @returns {{tag: string, steps: number} | null}
 */
export function gridOf(hash) {
  const { grid, steps } = partsOf(hash);
  return grid !== undefined && /^\w{1,20}$/.test(grid) ? { tag: grid, steps: Number(steps) || 0 } : null;
}

/** A grid of runs that differ in rate, seed and optimizer: small curves, side by side, and what came of each. */
export function gridPage() {
  const page = byId('grid', HTMLElement);
  const note = byId('grid-note', HTMLElement);
  const progress = byId('grid-progress', HTMLProgressElement);
  const stop = byId('grid-stop', HTMLButtonElement);
  const head = byId('grid-head', HTMLTableRowElement);
  const body = byId('grid-body', HTMLTableSectionElement);
  /** @type {{tag: string, steps: number} | null} */
  let shown = null;
  let stopped = false;
  let busy = false;
  let drawn = '';

  stop.addEventListener('click', async () => {
    stopped = true;
    stop.disabled = true;
    for (const run of await found()) {
      if (run.status === 'running') {
        await command(run.id, { type: 'pause' }).catch(() => {
          // It has come to its end by itself.
        });
      }
    }
    void refresh();
  });

  /** The grid's runs with what is theirs alone. */
  async function found() {
    if (shown === null) {
      return [];
    }
    const { tag } = shown;
    const runs = await list(null, MAX_CELLS, true, ` · grid ${tag} · `);
    return runs.flatMap((run) => {
      const cell = cellOf(run.name);
      return cell !== null && cell.tag === tag ? [{ ...run, cell }] : [];
    });
  }

  async function refresh() {
    if (shown === null || page.hidden || busy) {
      return;
    }
    busy = true;
    try {
      const runs = await found();
      draw(runs);
      await startMore(runs);
    } catch (error) {
      setText(note, error instanceof TypeError ? 'The server does not answer. This is the last that was seen.' : String(error instanceof Error ? error.message : error));
    } finally {
      busy = false;
    }
  }

  /** @param {Awaited<ReturnType<typeof found>>} runs */
  async function startMore(runs) {
    if (stopped || shown === null || !isOwn(shown.tag)) {
      return;
    }
    const free = AT_ONCE - runs.filter((run) => run.status === 'running').length;
    for (const run of runs.filter(({ status }) => status === 'ready').reverse().slice(0, Math.max(0, free))) {
      await command(run.id, { type: 'setSpeed', stepsPerSecond: null });
      await command(run.id, { type: 'start' });
    }
  }

  /** @param {Awaited<ReturnType<typeof found>>} runs */
  function draw(runs) {
    const key = JSON.stringify(runs.map(({ id, status, step, loss }) => [id, status, step, loss]));
    if (key === drawn) {
      return;
    }
    drawn = key;
    const seeds = [...new Set(runs.map(({ cell }) => cell.seed))].sort((a, b) => a - b);
    const rows = new Map(runs.map(({ cell }) => [`${cell.rule} ${cell.rate}`, cell]));
    const ordered = [...rows.values()].sort((a, b) => a.rule.localeCompare(b.rule) || a.rate - b.rate);
    const done = runs.filter(({ status }) => status === 'finished' || status === 'diverged').length;
    const best = runs.filter(({ status }) => status !== 'ready').reduce((least, { loss }) => Math.min(least, finite(loss)), Infinity);
    const steps = shown?.steps ?? 0;
    const starts = shown !== null && isOwn(shown.tag) && !stopped;
    progress.max = Math.max(1, runs.length * steps);
    progress.value = runs.map(({ step, status }) => (status === 'diverged' ? steps : (step ?? 0))).reduce((a, b) => a + b, 0);
    const waiting = runs.filter(({ status }) => status === 'ready').length;
    setText(note, `${formatCount(runs.length)} runs, ${formatCount(done)} done${waiting > 0 ? `, ${formatCount(waiting)} waiting${starts ? ', which start as others come to their end while this page is open' : ''}` : ''}.`);
    stop.disabled = stopped || done === runs.length;
    head.replaceChildren(...['Optimizer', 'Rate', ...seeds.map((seed) => `Seed ${seed}`), 'Median'].map((text) => element('th', { scope: 'col' }, text)));
    body.replaceChildren(
      ...ordered.map(({ rule, rate }) => {
        const own = seeds.map((seed) => runs.find(({ cell }) => cell.rule === rule && cell.rate === rate && cell.seed === seed));
        const losses = own.flatMap((run) => (run === undefined || run.loss === null ? [] : [finite(run.loss)])).sort((a, b) => a - b);
        return element('tr', {},
          element('th', { scope: 'row' }, rule),
          element('th', { scope: 'row' }, formatShort(rate)),
          ...own.map((run) => (run === undefined ? element('td', {}, '–') : cellFor(run, finite(run.loss) === best))),
          element('td', {}, losses.length === 0 ? '–' : told(median(losses))),
        );
      }),
    );
  }

  return {
    /** @param {{tag: string, steps: number}} grid */
    show(grid) {
      shown = grid;
      stopped = false;
      drawn = '';
      setText(note, 'Fetching the runs.');
      void refresh();
    },
    start() {
      setInterval(() => void refresh(), REFRESH_MILLIS);
    },
  };
}

/**
 * @param {import('../state/runs-api.js').Summary} run
 * @param {boolean} best
 */
function cellFor(run, best) {
  const text = run.status === 'diverged' ? 'diverged' : run.loss === null ? 'waiting' : formatLoss(decodeNumber(run.loss));
  const link = element('a', { href: pageOf(run.id), title: run.name, 'aria-label': `${text}, ${run.name}` }, sparkline(run.curve ?? []), element('span', {}, text));
  return element('td', { class: best ? 'grid-cell grid-best' : 'grid-cell' }, link);
}

/** Infinity for a loss that isn't there, or is no number. @param {import('../state/protocol.js').WireNumber | null} loss */
function finite(loss) {
  const number = loss === null ? NaN : decodeNumber(loss);
  return Number.isFinite(number) ? number : Infinity;
}

/** @param {number} loss */
function told(loss) {
  return loss === Infinity ? 'diverged' : formatLoss(loss);
}

/** @param {number[]} sorted */
function median(sorted) {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
