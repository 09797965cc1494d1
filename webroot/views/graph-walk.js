import { element, setRows, setText } from '../dom.js';
import { formatCount, formatLoss, formatShort, formatSigned } from '../format.js';
import { brief, pretty, withNumbers } from '../graph/formula.js';
import { movesOf, PHASES, stateAfter } from '../graph/moves.js';
import { describe } from '../graph/structure.js';
import { decodeNumber } from '../protocol.js';

const MILLIS_A_MOVE = 1200;
const MAX_ROWS = 200;

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
    toggle.classList.add('small');
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
      item.toggleAttribute('aria-current', i === at);
      if (i === at && item instanceof HTMLElement) {
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
      if (walk && now && (now.sample !== walk.sample || now.graph.nodes.length !== walk.data.length)) {
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
 * A move in words and numbers.
 * @param {import('../graph/structure.js').GraphNode[]} nodes
 * @param {import('../graph/moves.js').Walk} walk
 * @param {import('../graph/moves.js').Move} move
 * @returns {{text: string, lines?: string[], columns: string[], rows: Parameters<typeof setRows>[1]}}
 */
function tell(nodes, walk, { kind, node: id, step }) {
  const { training } = walk;
  const node = id === null ? null : nodes[id];
  switch (kind) {
    case 'node': {
      if (node === null) {
        return { text: '', columns: [], rows: [] };
      }
      return {
        text: `${describe(nodes, node.id)} = ${pretty(node.formula)} = ${withNumbers(node.formula, operands(node, walk.data))} = ${brief(walk.data[node.id])}`,
        columns: ['Operand', 'Node', 'Data'],
        rows: node.children.map((child, place) => ['ab'[place], describe(nodes, child), exact(walk.data[child])]),
      };
    }
    case 'zero':
      return {
        text: 'Backward adds to each gradient (+=). What is left of the last step would be added too, so every gradient begins at 0.',
        columns: [],
        rows: [],
      };
    case 'seed':
      return {
        text: 'How does the loss change when the loss grows by 1? By 1. Everything else follows from here by the chain rule, from the end of the order to its beginning: a node passes on what it has only when all who use it have added their share.',
        columns: [],
        rows: [],
      };
    case 'step':
      return {
        text: `Its own gradient is complete: out.grad = ${formatSigned(step?.grad ?? 0)}. To each child it adds local · out.grad.`,
        lines: (step?.shares ?? []).map((share, place) =>
          node === null ? '' : `local = ∂out/∂${'ab'[place]} = ${local(node, place, walk.data, share.local)}`,
        ),
        columns: ['Child', 'local', 'adds', 'grad before', 'after'],
        rows: (step?.shares ?? []).map((share) => [
          { text: describe(nodes, share.child), header: true },
          exact(share.local),
          exact(share.amount),
          exact(share.before),
          exact(share.after),
        ]),
      };
    case 'sum':
      return training === null ? { text: '', columns: [], rows: [] } : tellSum(nodes, walk, training);
    case 'update':
      return training === null ? { text: '', columns: [], rows: [] } : tellUpdate(training);
    case 'after':
      return training === null ? { text: '', columns: [], rows: [] } : tellAfter(training);
  }
}

/**
 * @param {import('../graph/structure.js').GraphNode[]} nodes
 * @param {import('../graph/moves.js').Walk} walk
 * @param {import('../graph/moves.js').Training} training
 */
function tellSum(nodes, walk, training) {
  const ids = new Map(nodes.map((node) => [node.name, node.id]));
  const counts = training.share === 1 ? 'added up' : `added up and divided by ${formatCount(training.samples)}`;
  const here = training.includesSample ? '' : ' This sample is not among them.';
  const penalty = training.penalty === 0 ? '' : ' The penalty l2 · Σp² adds 2 · l2 · p to each.';
  return {
    text: `You walked through sample ${walk.sample} alone. The step uses the gradients of its ${formatCount(training.samples)} samples, ${counts}.${here}${penalty}`,
    columns: ['Parameter', `grad of sample ${walk.sample}`, 'grad of the step'],
    rows: training.parameters.slice(0, MAX_ROWS).map(({ name, grad }) => {
      const id = ids.get(name);
      return [{ text: name, header: true }, id === undefined ? '–' : exact(walk.grad[id]), exact(grad)];
    }),
  };
}

/** @param {import('../graph/moves.js').Training} training */
function tellUpdate({ learningRate, parameters }) {
  return {
    text: `Each parameter goes a little against its gradient: parameter −= learning rate · grad, with the learning rate ${formatShort(learningRate)}. What is computed from them changes with the next forward pass.`,
    columns: ['Parameter', 'Before', 'grad of the step', 'After'],
    rows: parameters
      .slice(0, MAX_ROWS)
      .map(({ name, data, grad, updated }) => [{ text: name, header: true }, exact(data), exact(grad), exact(updated)]),
  };
}

/** @param {import('../graph/moves.js').Training} training */
function tellAfter({ lossBefore, lossAfter, samples }) {
  const fell = lossAfter < lossBefore;
  return {
    text: `Forward again over the same ${formatCount(samples)} samples: the loss ${fell ? 'fell' : 'rose'} from ${formatLoss(lossBefore)} to ${formatLoss(lossAfter)}.${fell ? '' : ' The step went too far: a smaller learning rate would not have.'}`,
    columns: ['', 'Loss'],
    rows: [
      [{ text: 'before the step', header: true }, formatLoss(lossBefore)],
      [{ text: 'after the step', header: true }, formatLoss(lossAfter)],
    ],
  };
}

/**
 * A local derivative as formula, with numbers, and as number.
 * @param {import('../graph/structure.js').GraphNode} node
 * @param {number} place
 * @param {number[]} data
 * @param {number} value
 */
function local(node, place, data, value) {
  const formula = node.locals[place];
  const parts = [pretty(formula), withNumbers(formula, operands(node, data)), brief(value)];
  return parts.filter((part, i) => i === 0 || part !== parts[i - 1]).join(' = ');
}

/**
 * @param {import('../graph/structure.js').GraphNode} node
 * @param {number[]} data
 */
function operands({ id, children }, data) {
  return { a: data[children[0]], b: data[children[1]], out: data[id] };
}

/**
 * A number's cell.
 * @param {number} value
 */
function exact(value) {
  return { text: formatSigned(value), class: value > 0 ? 'positive' : value < 0 ? 'negative' : '' };
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
