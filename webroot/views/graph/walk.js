import { decodeNumber } from '../../state/protocol.js';
import { ofRun } from '../../state/requested-run.js';
import { element, setText } from '../../ui/dom.js';
import { formatCount, formatCounted } from '../../ui/format.js';
import { movesOf, stateAfter, stopsOf } from './moves.js';
import { walkPanel } from './walk-panel.js';

/** Milliseconds from stop to stop while playing, at speed 1: long enough to read one. */
const MILLIS = 2000;

/**
 * One training step, one node at a time: forward, zero the gradients, backward, update. All its
 * numbers are the server's.
 * @param {import('../../ui/view.js').Page} page
 * @param {ReturnType<typeof import('../../graph-drawing/drawing.js').graphDrawing>} drawing
 * @param {() => import('../../graph-drawing/structure.js').Graph | null} current what is drawn
 */
export function graphWalk({ store, send, watch, redraw }, drawing, current) {
  /** @type {import('./moves.js').Walk | null} */
  let walk = null;
  /** @type {import('./moves.js').Move[]} */
  let moves = [];
  /** Whether an earlier step than the run's next one is walked through. */
  let earlier = false;
  let begun = false;
  /** @type {import('./moves.js').Stride} */
  let stride = 'node';
  let speed = 1;
  let at = 0;
  let drawnAt = -1;
  let timer = 0;

  const panel = walkPanel({
    go,
    move,
    stride: (next) => {
      stride = next;
    },
    speed: (next) => {
      speed = next;
      if (timer) {
        stop();
        start();
      }
    },
    play: () => (timer ? stop() : start()),
    train: () => send({ type: 'step', count: 1 }),
    again: () => begin(null),
  });
  const toggle = element('button', { type: 'button', class: 'small', disabled: '', 'aria-expanded': 'false' }, 'Walk through one step');
  toggle.addEventListener('click', () => (walk ? close() : begin(store.state.pointed.step)));

  /** @param {number | null} step the one that is looked back at; null for the run’s next one */
  async function begin(step) {
    stop();
    const { sample } = store.state;
    const query = step === null ? '' : `&step=${step}`;
    try {
      const response = await fetch(ofRun(`api/graph/walk?sample=${sample}${query}`));
      const answer = await response.json();
      if (!response.ok) {
        throw new Error(answer.error);
      }
      const now = current();
      if (now === null || sample !== store.state.sample || answer.trajectory !== store.state.run?.trajectory) {
        return; // something else is shown by now
      }
      walk = decoded(/** @type {import('./moves.js').Walk} */ (answer));
      moves = movesOf(now.nodes, walk);
      earlier = step !== null;
      at = 0;
      drawnAt = -1;
      panel.begin(now.nodes, walk, moves);
      begun = true;
      shown(true);
    } catch (error) {
      store.set({ notice: `no walk: ${error instanceof Error ? error.message : error}` });
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
    panel.open(is);
    toggle.setAttribute('aria-expanded', String(is));
    setText(toggle, is ? 'End the walk' : 'Walk through one step');
    watch();
    redraw();
  }

  /** @param {number} place */
  function go(place) {
    at = Math.max(0, Math.min(moves.length - 1, place));
    redraw();
  }

  /** To the next stop, or back to the one before. @param {1 | -1} by */
  function move(by) {
    const now = current();
    const stops = now === null ? [] : stopsOf(now.nodes, moves, stride);
    const next = by > 0 ? stops.find((place) => place > at) : stops.findLast((place) => place < at);
    go(next ?? (by > 0 ? moves.length - 1 : 0));
  }

  function start() {
    if (at === moves.length - 1) {
      go(0);
    }
    panel.playing(true);
    timer = setInterval(() => {
      if (isSeen()) {
        move(1);
      }
      // At the end at once: whoever goes elsewhere then does not want to be carried on from there.
      if (at === moves.length - 1 || !isSeen()) {
        stop();
      }
    }, MILLIS / speed);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    panel.playing(false);
  }

  function isSeen() {
    return walk !== null && panel.element.offsetParent !== null;
  }

  /** Draws the present move; false while there is no walk. */
  function draw() {
    const now = current();
    if (walk === null || now === null) {
      return false;
    }
    const { status } = store.state;
    panel.offer({
      atEnd: moves[at].kind === 'after',
      ahead: status !== null && status.step !== walk.step,
      diverged: status?.status === 'diverged',
    });
    if (drawnAt !== at) {
      drawnAt = at;
      const state = stateAfter(now.nodes, walk, moves, at);
      drawing.write(state.data, state.grad);
      drawing.turn(moves[at].node, moves[at].kind === 'seed' ? [] : undefined, state.done);
      panel.draw(now.nodes, walk, at, state);
    }
    if (begun) {
      begun = false;
      panel.bringIntoSight();
    }
    return true;
  }

  // Everywhere on the page but in elements that use these keys themselves.
  document.addEventListener('keydown', (event) => {
    const action = {
      ArrowRight: () => move(1),
      ArrowLeft: () => move(-1),
      Home: () => go(0),
      End: () => go(moves.length - 1),
    }[event.key];
    const own = event.target instanceof Element && event.target.closest('input, select, [role=tab], svg') !== null;
    if (action !== undefined && !own && !event.defaultPrevented && isSeen()) {
      event.preventDefault();
      action();
    }
  });

  return {
    button: toggle,
    controls: panel.controls,
    element: panel.element,
    draw,
    /** To be called when the graph was drawn again or replaced: its marks have to be set again. */
    restart() {
      drawnAt = -1;
      toggle.disabled = current() === null;
      const { run, sample } = store.state;
      if (walk && (current() === null || sample !== walk.sample || run?.trajectory !== walk.trajectory)) {
        close();
      }
    },
    /** @returns {boolean} */
    get open() {
      return walk !== null;
    },
    /** What is walked through. @returns {string} */
    get note() {
      return walk === null
        ? ''
        : `${earlier ? 'Looking back at step' : 'Step'} ${formatCount(walk.step)} with sample ${walk.sample}, from the parameters after ${formatCounted(walk.step, 'step')}.`;
    },
  };
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
