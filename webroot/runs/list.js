import { branch, list as fetchRuns, remove, rename } from '../state/runs-api.js';
import { byId, setText } from '../ui/dom.js';
import { formatCounted } from '../ui/format.js';
import { Deletions } from './deletions.js';
import { merged, stretches } from './pages.js';
import { row } from './row.js';
import { addressOf, MAX_COMPARED } from './selection.js';

/** How many runs are fetched, and shown, at once. */
const PAGE = 100;

/** Between two looks at what the runs on the screen do, in milliseconds. */
const REFRESH_MILLIS = 3_000;

/** The most runs that are shown by another order than that of their making, in which their places stay the same. */
const MAX_SORTED = 1_000;

/** The most questions of one look. */
const MAX_STRETCHES = 12;

/** All runs of the server: found, opened, renamed, copied, deleted, and chosen to be compared. */
export function runList() {
  const page = byId('list', HTMLElement);
  const items = byId('runs', HTMLUListElement);
  const note = byId('note', HTMLElement);
  const search = byId('search', HTMLInputElement);
  const more = byId('more', HTMLButtonElement);
  const order = byId('sort', HTMLElement);
  const bar = byId('chosen', HTMLElement);
  const count = byId('chosen-count', HTMLElement);
  const compare = byId('compare', HTMLAnchorElement);
  const clear = byId('clear', HTMLButtonElement);

  /** @type {import('../state/runs-api.js').Summary[]} */
  let runs = [];
  let words = ''; // that all their names have
  let sort = 'created'; // what is asked for
  let sorted = sort; // what they are ordered by
  let whole = false;
  let loaded = false;
  let problem = '';
  let shown = PAGE;
  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();
  /** @type {Set<string>} */
  const chosen = new Set();
  const deletions = new Deletions(remove, (id, failure) => {
    if (failure === null) {
      runs = runs.filter((run) => run.id !== id);
      chosen.delete(id);
    } else {
      problem = sentenceOf(failure);
    }
    draw();
  });

  const actions = {
    /**
     * @param {string} id
     * @param {boolean} wanted
     */
    choose(id, wanted) {
      if (!wanted) {
        chosen.delete(id);
      } else if (chosen.size < MAX_COMPARED) {
        chosen.add(id);
      }
      drawChosen(wanted && !chosen.has(id));
      return chosen.has(id);
    },
    /**
     * @param {string} id
     * @param {string} name
     */
    async rename(id, name) {
      await rename(id, name);
      runs = runs.map((run) => (run.id === id ? { ...run, name } : run));
      draw();
    },
    /** @param {string} id */
    async duplicate(id) {
      await attempt(async () => {
        const made = await branch(id, 0);
        search.value = '';
        sort = 'created';
        await load(null, PAGE);
        draw();
        rows.get(made)?.item.scrollIntoView({ block: 'nearest' });
        rows.get(made)?.rename();
      });
    },
    /** @param {string} id */
    remove(id) {
      chosen.delete(id);
      deletions.add(id);
      draw();
    },
    /** @param {string} id */
    undo(id) {
      deletions.undo(id);
      draw();
      rows.get(id)?.focus();
    },
  };

  /**
   * @param {string | null} after
   * @param {number} limit
   */
  async function load(after, limit) {
    const wanted = sought();
    const by = sort;
    const told = await fetchRuns(after, limit, true, wanted, by);
    if (wanted !== sought() || by !== sort) {
      return; // something else is asked for by now
    }
    if (wanted !== words || by !== sorted) {
      runs = [];
      whole = false;
      words = wanted;
      sorted = by;
    }
    const end = told.length < limit;
    runs = by === 'created' ? merged(runs, after, told, end) : told;
    whole = end || (whole && by === 'created');
    loaded = true;
  }

  /** @param {() => Promise<void>} action */
  async function attempt(action) {
    try {
      await action();
      problem = '';
    } catch (error) {
      problem = sentenceOf(error);
    }
    draw();
  }

  /** Asks again about what is on the screen, and for what is new. */
  async function refresh() {
    if (document.hidden || page.hidden || words !== sought()) {
      return;
    }
    await attempt(async () => {
      if (sort !== 'created') {
        await load(null, Math.min(shown, MAX_SORTED));
        return;
      }
      const visible = onScreen();
      if (scrollY === 0) {
        await load(null, Math.min(PAGE, Math.max(20, visible.size)));
      }
      for (const { after, limit } of stretches(runs, visible).slice(0, MAX_STRETCHES)) {
        if (after !== null || scrollY > 0) {
          await load(after, limit);
        }
      }
    });
  }

  function onScreen() {
    const ids = [...rows].filter(([, { item }]) => {
      const { top, bottom } = item.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    return new Set(ids.map(([id]) => id));
  }

  function sought() {
    return search.value.trim();
  }

  function draw() {
    for (const button of order.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset.sort === sort));
    }
    order.hidden = runs.length < 2;
    const visible = runs.slice(0, shown);
    const ids = new Set(visible.map(({ id }) => id));
    for (const [id, { item }] of rows) {
      if (!ids.has(id)) {
        item.remove();
        rows.delete(id);
      }
    }
    visible.forEach((run, i) => {
      const one = rows.get(run.id) ?? row(run, actions);
      rows.set(run.id, one);
      if (items.children[i] !== one.item) {
        items.insertBefore(one.item, items.children[i] ?? null);
      }
      one.draw(run, chosen.has(run.id), deletions.has(run.id));
    });
    more.hidden = !loaded || (whole && runs.length <= shown) || (sorted !== 'created' && shown >= MAX_SORTED);
    setText(note, problem || noteOf());
    note.classList.toggle('refused', problem !== '');
    drawChosen(false);
  }

  function noteOf() {
    if (!loaded) {
      return 'Fetching the runs.';
    }
    if (words !== sought()) {
      return 'Searching.';
    }
    if (words !== '') {
      return runs.length === 0 ? 'No run has that in its name.' : `${formatCounted(runs.length, 'run')} ${whole ? 'found' : 'or more found'}.`;
    }
    return runs.length === 0 ? 'There is no run yet. Press New run above to build one, or open the dashboard by the name Livegrad, choose a lesson and press Start.' : 'Choose two or more to compare them.';
  }

  /** @param {boolean} full whether another one was wanted in vain */
  function drawChosen(full) {
    bar.hidden = chosen.size === 0;
    compare.hidden = chosen.size < 2;
    compare.href = addressOf({ ids: [...chosen], hidden: [], baseline: null });
    setText(count, full ? `${MAX_COMPARED} are chosen, as many as can be told apart.` : chosen.size === 1 ? '1 chosen; choose another to compare.' : `${chosen.size} chosen.`);
  }

  more.addEventListener('click', () =>
    attempt(async () => {
      shown += PAGE;
      if (sort !== 'created') {
        await load(null, Math.min(shown, MAX_SORTED));
      } else if (runs.length < shown && !whole) {
        await load(runs.at(-1)?.id ?? null, PAGE);
      }
    }),
  );
  search.addEventListener('input', () => {
    shown = PAGE;
    setText(note, noteOf());
    void attempt(() => load(null, PAGE));
  });
  order.addEventListener('click', ({ target }) => {
    const wanted = target instanceof HTMLElement ? target.dataset.sort : undefined;
    if (wanted !== undefined) {
      sort = wanted;
      shown = PAGE;
      void attempt(() => load(null, PAGE));
    }
  });
  clear.addEventListener('click', () => {
    chosen.clear();
    draw();
    search.focus();
  });
  addEventListener('pagehide', () => deletions.flush());
  document.addEventListener('visibilitychange', () => void refresh());
  setInterval(() => void refresh(), REFRESH_MILLIS);

  return {
    /** To be called when the list is shown: at once what is known, and then what is new. */
    show() {
      draw();
      return attempt(() => load(null, PAGE));
    },
  };
}

/** @param {unknown} failure */
function sentenceOf(failure) {
  return failure instanceof TypeError ? 'The server does not answer. You see the last values received.' : failure instanceof Error ? `${failure.message}.` : String(failure);
}
