import { element, setRows, setText } from '../dom.js';
import { movesOf, PHASES, stateAfter } from '../graph/moves.js';
import { describe } from '../graph/structure.js';
import { tell } from '../graph/words.js';
import { decodeNumber } from '../protocol.js';

const MILLIS_A_MOVE = 1200;

/**
 * One training step, one node at a time: forward, zero the gradients, backward, update. All its
 * numbers are the server's.
 * @param {import('../views.js').Page} page
 * @param {ReturnType<typeof import('../graph/drawing.js').graphDrawing>} drawing
 * @param {() => {graph: import('../graph/structure.js').Graph, sample: number} | null} current what is drawn
 */
export function graphWalk(page, drawing, current) {
  /** @type {import('../graph/moves.js').Walk | null} */
  let walk = null;
  /** @type {import('../graph/moves.js').Move[]} */
  let moves = [];
  let at = 0;
  let drawnAt = -1;
  let timer = 0;

  const toggle = button('Walk through one step', () => (walk ? close() : begin()));
  toggle.classList.add('small');
  toggle.disabled = true;
  toggle.setAttribute('aria-expanded', 'false');
  const phases = PHASES.map(({ phase, title }) => {
    const created = button(title, () => go(moves.findIndex((move) => move.phase === phase)));
    created.dataset.phase = phase;
    return created;
  });
  const back = button('◀ Back', () => go(at - 1));
  const next = button('Next ▶', () => go(at + 1));
  const play = button('Play', () => (timer ? stop() : start()));
  const slider = element('input', { type: 'range', min: '0', value: '0', step: '1', 'aria-label': 'Place in the walk' });
  const title = element('h3', { 'aria-live': 'polite' });
  const text = element('p', { class: 'walk-text' });
  const lines = element('ul', { class: 'walk-lines' });
  const head = element('tr');
  const body = element('tbody');
  const numbers = element('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'This move’s numbers' }, element('table', { class: 'numbers', 'aria-label': 'This move' }, element('thead', {}, head), body));
  const train = button('Make this step', () => page.send({ type: 'step', count: 1 }));
  const again = button('Walk through the run’s next step', () => begin());
  const order = element('ol', { class: 'walk-order', 'aria-label': 'The order of the moves', tabindex: '0' });
  const content = element(
    'section',
    { class: 'walk', 'aria-label': 'One step, walked through', hidden: '' },
    element('div', { class: 'segments walk-phases', role: 'group', 'aria-label': 'The four steps of training' }, ...phases),
    element('div', { class: 'walk-buttons' }, back, next, play, slider),
    element('div', { class: 'walk-move' }, title, text, lines, numbers, element('p', { class: 'walk-buttons' }, train, again)),
    element('details', { open: '' }, element('summary', {}, 'The order'), order),
  );
  async function begin() {
    const now = current();
    if (now === null) {
      return;
    }
    stop();
    try {
      const response = await fetch(`/api/graph/walk?sample=${now.sample}`);
      const answer = await response.json();
      if (!response.ok) {
        throw new Error(answer.error);
      }
      /** @type {import('../graph/moves.js').Walk} */
      const fetched = decoded(answer);
      walk = fetched;
      moves = movesOf(now.graph.nodes, fetched);
      at = 0;
      drawnAt = -1;
      slider.max = String(moves.length - 1);
      order.replaceChildren(...moves.map(orderItem));
      shown(true);
    } catch (error) {
      page.store.set({ notice: `no walk: ${error instanceof Error ? error.message : error}` });
    }
  }

  function close() {
    stop();
    walk = null;
    drawing.turn(null);
    shown(false);
  }

  /** @param {boolean} is */
  function shown(is) {
    content.hidden = !is;
    toggle.setAttribute('aria-expanded', String(is));
    setText(toggle, is ? 'End the walk' : 'Walk through one step');
    page.watch();
    page.redraw();
  }

  /** @param {number} place */
  function go(place) {
    at = Math.max(0, Math.min(moves.length - 1, place));
    page.redraw();
  }

  function start() {
    if (at === moves.length - 1) {
      go(0);
    }
    setText(play, 'Stop');
    timer = setInterval(() => {
      if (at === moves.length - 1 || content.offsetParent === null) {
        stop();
      } else {
        go(at + 1);
      }
    }, MILLIS_A_MOVE);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    setText(play, 'Play');
  }

  /** Draws the present move; false while there is no walk. */
  function draw() {
    const now = current();
    if (walk === null || now === null) {
      return false;
    }
    const done = page.store.state.status?.step ?? walk.step;
    train.hidden = moves[at].kind !== 'after';
    train.disabled = done !== walk.step || page.store.state.status?.status === 'diverged';
    again.hidden = done === walk.step;
    if (drawnAt === at) {
      return true;
    }
    drawnAt = at;
    const move = moves[at];
    const state = stateAfter(now.graph.nodes, walk, moves, at);
    drawing.write(state.data, state.grad);
    drawing.turn(move.node, state.done);
    slider.value = String(at);
    slider.setAttribute('aria-valuetext', `${at + 1} of ${moves.length}: ${titleOf(move)}`);
    back.disabled = at === 0;
    next.disabled = at === moves.length - 1;
    phases.forEach((other) => other.setAttribute('aria-pressed', String(other.dataset.phase === move.phase)));
    setText(title, `${at + 1} of ${moves.length}: ${titleOf(move)}`);
    const told = tell(now.graph.nodes, walk, move);
    setText(text, told.text);
    lines.replaceChildren(...(told.lines ?? []).map((line) => element('li', {}, line)));
    head.replaceChildren(...told.columns.map((column) => element('th', { scope: 'col' }, column)));
    setRows(body, told.rows);
    numbers.hidden = told.rows.length === 0;
    for (const [i, item] of [...order.children].entries()) {
      item.removeAttribute('aria-current');
      if (i === at && item instanceof HTMLElement) {
        item.setAttribute('aria-current', 'step');
        order.scrollTop = item.offsetTop - order.offsetTop - order.clientHeight / 2;
      }
    }
    return true;
  }

  /** @param {import('../graph/moves.js').Move} move */
  function titleOf(move) {
    const nodes = current()?.graph.nodes ?? [];
    const node = move.node === null ? '' : describe(nodes, move.node);
    switch (move.kind) {
      case 'node':
        return `compute ${node}`;
      case 'zero':
        return 'set every gradient to 0';
      case 'seed':
        return `${node}.grad = 1`;
      case 'step':
        return `pass back from ${node}`;
      case 'sum':
        return 'add up over the samples';
      case 'update':
        return 'change every parameter';
      case 'after':
        return 'measure the loss again';
    }
  }

  /**
   * @param {import('../graph/moves.js').Move} move
   * @param {number} i
   */
  function orderItem(move, i) {
    const item = element('li', {}, titleOf(move));
    item.addEventListener('click', () => go(i));
    return item;
  }

  slider.addEventListener('input', () => go(Number(slider.value)));
  // Wherever the focus is, but for what has a use of its own for these keys.
  document.addEventListener('keydown', (event) => {
    const place = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: moves.length - 1 }[event.key];
    const own = event.target instanceof Element && event.target.closest('input, select, [role=tab], svg') !== null;
    if (place !== undefined && !own && !event.defaultPrevented && walk !== null && content.offsetParent !== null) {
      event.preventDefault();
      go(place);
    }
  });

  return {
    button: toggle,
    element: content,
    draw,
    /** The graph is drawn anew: what is marked in it has to be marked again. */
    restart() {
      drawnAt = -1;
      const now = current();
      toggle.disabled = now === null;
      if (walk && (now?.sample !== walk.sample || page.store.state.run?.epoch !== walk.epoch)) {
        close();
      }
    },
    get open() {
      return walk !== null;
    },
    get step() {
      return walk?.step ?? 0;
    },
  };
}

/**
 * @param {string} label
 * @param {() => void} press
 */
function button(label, press) {
  const created = element('button', { type: 'button' }, label);
  created.addEventListener('click', press);
  return created;
}

/**
 * What the server answers, with its numbers read.
 * @template T
 * @param {T} answer
 * @returns {T}
 */
function decoded(answer) {
  return JSON.parse(JSON.stringify(answer), (key, value) =>
    typeof value === 'string' && key !== 'name' && key !== 'note' ? decodeNumber(/** @type {any} */ (value)) : value,
  );
}
