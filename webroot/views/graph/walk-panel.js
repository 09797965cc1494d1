import { describe } from '../../graph-drawing/structure.js';
import { element, setRows, setText } from '../../ui/dom.js';
import { closeUp } from './close-up.js';
import { PHASES } from './moves.js';
import { tell } from './walk-words.js';

/**
 * What a walk shows, above the graph and below it: where one is, how to go on, the move itself.
 * @param {object} actions
 * @param {(place: number) => void} actions.go
 * @param {(by: 1 | -1) => void} actions.move
 * @param {(stride: import('./moves.js').Stride) => void} actions.stride
 * @param {(speed: number) => void} actions.speed
 * @param {() => void} actions.play
 * @param {() => void} actions.train
 * @param {() => void} actions.again
 */
export function walkPanel(actions) {
  /** @type {import('./moves.js').Move[]} */
  let moves = [];
  const phases = PHASES.map(({ phase, title }) => {
    const created = button(title, () => actions.go(moves.findIndex((move) => move.phase === phase)));
    created.dataset.phase = phase;
    return created;
  });
  const back = button('◀ Back', () => actions.move(-1));
  const next = button('Next ▶', () => actions.move(1));
  const play = button('Play', actions.play);
  const stride = choice('Go by', [['node', 'node'], ['neuron', 'neuron'], ['layer', 'layer']], 'node');
  stride.select.addEventListener('change', () => actions.stride(/** @type {import('./moves.js').Stride} */ (stride.select.value)));
  const speed = choice('Speed', [['0.5', '½'], ['1', '1'], ['2', '2'], ['4', '4'], ['10', '10']], '1');
  speed.select.addEventListener('change', () => actions.speed(Number(speed.select.value)));
  const slider = element('input', { type: 'range', min: '0', value: '0', step: '1', 'aria-label': 'Place in the walk' });
  slider.addEventListener('input', () => actions.go(Number(slider.value)));
  const missing = element('p', { class: 'walk-missing' });
  const controls = element(
    'section',
    { class: 'walk-controls', 'aria-label': 'Through one step', hidden: '' },
    element('div', { class: 'segments walk-phases', role: 'group', 'aria-label': 'The four steps of training' }, ...phases),
    element('div', { class: 'walk-buttons' }, back, next, play, stride.element, speed.element, slider),
    missing,
  );

  const title = element('h3', { 'aria-live': 'polite' });
  const picture = closeUp();
  const text = element('p', { class: 'walk-text' });
  const lines = element('ul', { class: 'walk-lines' });
  const remark = element('p', { class: 'walk-remark' });
  const head = element('tr');
  const body = element('tbody');
  const table = element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'This move’s numbers' },
    element('table', { class: 'numbers', 'aria-label': 'This move' }, element('thead', {}, head), body),
  );
  const train = button('Make this step', actions.train);
  const again = button('Walk through the run’s next step', actions.again);
  const order = element('ol', { class: 'walk-order', 'aria-label': 'The order of the moves', tabindex: '0' });
  const content = element(
    'section',
    { class: 'walk', 'aria-label': 'One step, walked through', hidden: '' },
    element('div', { class: 'walk-move' }, title, picture.element, text, lines, remark, table, element('p', { class: 'walk-buttons' }, train, again)),
    element('details', { open: '' }, element('summary', {}, 'The order: children before parents, and back'), order),
  );

  return {
    controls,
    element: content,
    /** @param {boolean} is */
    open(is) {
      controls.hidden = content.hidden = !is;
    },
    /** On a phone the move lies below the fold. */
    bringIntoSight() {
      if (content.getBoundingClientRect().top > 0.7 * innerHeight) {
        controls.scrollIntoView();
      }
    },
    /** @param {boolean} is */
    playing(is) {
      setText(play, is ? 'Stop' : 'Play');
    },
    /**
     * Another walk.
     * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
     * @param {import('./moves.js').Walk} walk
     * @param {import('./moves.js').Move[]} itsMoves
     */
    begin(nodes, walk, itsMoves) {
      moves = itsMoves;
      slider.max = String(moves.length - 1);
      for (const phase of phases) {
        phase.disabled = !moves.some((move) => move.phase === phase.dataset.phase);
      }
      missing.hidden = walk.note === null;
      setText(missing, walk.note === null ? '' : `No update here: ${walk.note}.`);
      order.replaceChildren(
        ...moves.map((move, i) => {
          const item = element('li', {}, titleOf(nodes, move));
          item.addEventListener('click', () => actions.go(i));
          return item;
        }),
      );
    },
    /**
     * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
     * @param {import('./moves.js').Walk} walk
     * @param {number} at
     * @param {{data: (number | null)[], grad: (number | null)[]}} state
     */
    draw(nodes, walk, at, state) {
      const move = moves[at];
      const place = `${at + 1} of ${moves.length}: ${titleOf(nodes, move)}`;
      slider.value = String(at);
      slider.setAttribute('aria-valuetext', place);
      back.disabled = at === 0;
      next.disabled = at === moves.length - 1;
      phases.forEach((other) => other.setAttribute('aria-pressed', String(other.dataset.phase === move.phase)));
      setText(title, place);
      picture.draw(nodes, move, state);
      const told = tell(nodes, walk, move);
      setText(text, told.text);
      lines.replaceChildren(...(told.lines ?? []).map((line) => element('li', {}, line)));
      setText(remark, told.remark ?? '');
      table.hidden = told.table === undefined;
      table.scrollTop = 0;
      head.replaceChildren(...(told.table?.columns ?? []).map((column) => element('th', { scope: 'col' }, column)));
      setRows(body, told.table?.rows ?? []);
      markPlace(at);
    },
    /**
     * What can be done at the end, and once the run has gone on.
     * @param {{atEnd: boolean, ahead: boolean, diverged: boolean}} where
     */
    offer({ atEnd, ahead, diverged }) {
      train.hidden = !atEnd;
      train.disabled = ahead || diverged;
      again.hidden = !ahead;
    },
  };

  /** @param {number} at */
  function markPlace(at) {
    for (const [i, item] of [...order.children].entries()) {
      item.removeAttribute('aria-current');
      if (i === at && item instanceof HTMLElement) {
        item.setAttribute('aria-current', 'step');
        order.scrollTop = item.offsetTop - order.offsetTop - order.clientHeight / 2;
      }
    }
  }
}

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {import('./moves.js').Move} move
 */
function titleOf(nodes, move) {
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
 * @param {string} label
 * @param {[string, string][]} options each with its value and what is written
 * @param {string} chosen
 */
function choice(label, options, chosen) {
  const select = element('select', {}, ...options.map(([value, text]) => element('option', { value }, text)));
  select.value = chosen;
  return { select, element: element('label', { class: 'walk-choice' }, label, select) };
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
