import { formatSigned } from '../ui/format.js';
import { svg } from '../ui/svg.js';
import { writeNumber } from './boxes.js';
import { resultOf, towards } from './geometry.js';
import { listen } from './input.js';
import { scene } from './scene.js';
import { describe, groupName, isNode } from './structure.js';
import { viewport } from './viewport.js';

/** With more links than this each one is drawn fainter. */
const DENSE = 150;

/**
 * Draws a laid out graph: moved, zoomed, pointed at, searched, and written with numbers. Knows
 * nothing of runs.
 * @param {object} options
 * @param {string} options.label what the picture is, for those who don't see it
 * @param {boolean} [options.asMap] whether all is shown at first also where numbers can't be read then
 * @param {(box: string | null) => void} [options.onPoint] a box is pointed at, or none is
 * @param {(box: string) => void} [options.onChoose] a node's box was pressed
 * @param {(group: string) => void} [options.onToggle] a group is to be expanded or collapsed
 */
export function graphDrawing({ label, asMap = false, onPoint, onChoose, onToggle }) {
  const links = svg('g', { class: 'links' });
  const frames = svg('g', { class: 'frames' });
  const boxes = svg('g', { class: 'boxes' });
  const content = svg('g', {}, frames, links, boxes);
  const root = svg('svg', { class: 'graph-drawing', role: 'group', 'aria-label': label }, content);
  const view = viewport(root, content, () => writeNow());

  /** @type {import('./scene.js').Scene | null} */
  let shown = null;
  /** @type {ArrayLike<number | null>} */
  let data = [];
  /** @type {ArrayLike<number | null>} */
  let grad = [];
  let stale = false;
  let current = '';
  /** @type {import('./structure.js').Area[]} */
  let inTurn = [];
  let fitted = false;

  /**
   * Shows another graph, or the same one with other groups collapsed.
   * @param {import('./structure.js').Graph} graph
   * @param {string} [anchor] a group that stays where it is on the screen
   */
  function show(graph, anchor) {
    const place = anchor === undefined ? null : corner(anchor);
    shown = scene(graph);
    data = grad = [];
    inTurn = [];
    root.classList.toggle('dense', shown.links.length > DENSE);
    links.replaceChildren(...shown.links);
    boxes.replaceChildren(...[...shown.boxes.values()].map(({ element }) => element));
    frames.replaceChildren(...shown.frames);
    for (const id of shown.boxes.keys()) {
      nameBox(id);
    }
    makeCurrent(shown.boxes.has(current) ? current : (resultOf(graph.layout.boxes)?.id ?? ''));
    const now = anchor === undefined ? undefined : shown.area(anchor);
    fitted &&= place !== null && now !== undefined;
    if (place && now) {
      view.pin(now.x, now.y, place);
      view.makeRoom(now);
      view.reveal(now);
    } else {
      begin();
    }
    root.classList.remove('fading');
  }

  /** @param {string} id */
  function corner(id) {
    const found = shown?.area(id);
    return found ? view.toScreen(found.x, found.y) : null;
  }

  function begin() {
    // A panel that isn't shown has no size yet; `write` comes back to it.
    if (shown && root.clientWidth > 0) {
      const { width, height, boxes: areas } = shown.graph.layout;
      view.begin(width, height, asMap, resultOf(areas));
      fitted = true;
    }
  }

  function fit() {
    if (shown) {
      view.fit(shown.graph.layout.width, shown.graph.layout.height);
    }
  }

  /**
   * Writes each node's numbers; null where there is none yet.
   * @param {ArrayLike<number | null>} nextData by the node's id
   * @param {ArrayLike<number | null>} nextGrad by the node's id
   */
  function write(nextData, nextGrad) {
    if (!fitted) {
      begin();
    }
    if (nextData !== data || nextGrad !== grad) {
      data = nextData;
      grad = nextGrad;
      stale = true;
      writeNow();
    }
  }

  /** Numbers that are too small to be read are written only when the scale has grown. */
  function writeNow() {
    if (!stale || view.far || !shown) {
      return;
    }
    stale = false;
    for (const { numbers } of shown.boxes.values()) {
      for (const { node, data: dataText, grad: gradText } of numbers) {
        writeNumber(dataText, data[node] ?? null);
        writeNumber(gradText, grad[node] ?? null);
      }
    }
    nameBox(current);
  }

  /** Says for a screen reader what a box shows; only the one in focus is kept up to date. @param {string} id */
  function nameBox(id) {
    const box = shown?.boxes.get(id);
    if (!box || !shown) {
      return;
    }
    const words = isNode(id) ? describe(shown.graph.nodes, Number(id)) : groupName(id);
    const [first] = box.numbers;
    const known = first === undefined ? null : { data: data[first.node], grad: grad[first.node] };
    const numbers =
      (typeof known?.data === 'number' ? `, data ${formatSigned(known.data)}` : '') +
      (typeof known?.grad === 'number' ? `, grad ${formatSigned(known.grad)}` : '');
    box.element.setAttribute('aria-label', words + numbers);
  }

  /** @param {string} id becomes the one that the tab key reaches */
  function makeCurrent(id) {
    shown?.boxes.get(current)?.element.setAttribute('tabindex', '-1');
    current = id;
    shown?.boxes.get(current)?.element.setAttribute('tabindex', '0');
    nameBox(current);
  }

  /** @param {Iterable<string> | null} ids lights these boxes and their neighbours, and lets the rest fade */
  function light(ids) {
    root.classList.toggle('fading', shown?.light(ids ?? []) ?? false);
  }

  /**
   * Marks the node whose turn it is and its children, and moves so that they are seen.
   * @param {number | null} node
   * @param {number[]} [children] those that take part; all of them if not told otherwise
   * @param {number[]} [done] the nodes that had their turn
   */
  function turn(node, children, done = []) {
    if (!shown) {
      return;
    }
    const marked = shown.turn(node, node === null ? [] : (children ?? shown.graph.nodes[node].children), done);
    inTurn = marked.flatMap((id) => shown?.area(id) ?? []);
    revealTurn();
  }

  function revealTurn() {
    if (shown && inTurn.length > 0 && root.clientWidth > 0) {
      view.follow(shown.graph.layout.width, shown.graph.layout.height, inTurn);
    }
  }

  /** @param {Iterable<string>} ids marks the boxes that were searched for, and shows the first */
  function find(ids) {
    const found = new Set(ids);
    shown?.find(found);
    const [first] = found;
    const area = first === undefined ? undefined : shown?.area(first);
    if (area) {
      view.reveal(area, view.readable);
      makeCurrent(first);
    }
  }

  listen(root, {
    point: onPoint,
    choose: onChoose,
    toggle: onToggle,
    current: makeCurrent,
    reach(id) {
      const area = shown?.area(id);
      if (area) {
        view.reveal(area);
      }
    },
    around: (id) => shown?.around(id) ?? '',
    go(key) {
      const next = shown && towards(key, current, shown.graph.layout);
      shown?.boxes.get(next ?? '')?.element.focus();
      return Boolean(next);
    },
    zoom: (factor) => view.zoom(factor),
    fit,
  });

  // The scale follows the size, unless somebody has zoomed or moved it.
  new ResizeObserver(() => {
    if (!view.touched) {
      begin();
    }
    revealTurn();
  }).observe(root);

  return {
    element: root,
    show,
    write,
    light,
    turn,
    find,
    fit,
    /** @param {number} factor */
    zoom: (factor) => view.zoom(factor),
    /** The box that shows a node. @param {number} node */
    boxOf: (node) => shown?.shownIn[node] ?? '',
    /** @param {string} id */
    has: (id) => shown?.boxes.has(id) ?? false,
  };
}
