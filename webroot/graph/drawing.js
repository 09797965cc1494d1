import { formatSigned } from '../format.js';
import { drawBox, writeNumber } from './boxes.js';
import { path, towards, union } from './geometry.js';
import { boxesOf, describe, groupTitle, isNode, neighbours } from './structure.js';
import { svg } from './svg.js';
import { viewport } from './viewport.js';

/** Of more links than these each is drawn fainter. */
const DENSE = 150;

/**
 * Draws a laid out graph: moved, zoomed, pointed at, searched, and written with numbers. Knows
 * nothing of runs.
 * @param {object} options
 * @param {string} options.label what the picture is, for those who don't see it
 * @param {(box: string | null) => void} [options.onPoint] a box is pointed at, or none is
 * @param {(box: string) => void} [options.onChoose] a node's box was pressed
 * @param {(group: string) => void} [options.onToggle] a group is to be expanded or collapsed
 */
export function graphDrawing({ label, onPoint, onChoose, onToggle }) {
  const links = svg('g', { class: 'links' });
  const frames = svg('g', { class: 'frames' });
  const boxes = svg('g', { class: 'boxes' });
  const content = svg('g', {}, frames, links, boxes);
  const root = svg('svg', { class: 'graph-drawing', role: 'group', 'aria-label': label }, content);
  const view = viewport(root, content, () => writeNow());

  /** @type {import('./structure.js').Graph | null} */
  let graph = null;
  /** @type {Map<string, {element: SVGGElement, numbers: import('./boxes.js').Numbers[], area: import('./structure.js').Area}>} */
  let drawn = new Map();
  /** @type {Map<string, SVGGElement>} */
  let framed = new Map();
  /** @type {{element: SVGPathElement, from: string, to: string, place: number}[]} */
  let routes = [];
  /** @type {Map<string, Set<string>>} */
  let near = new Map();
  /** @type {string[]} */
  let shownIn = [];
  /** @type {ArrayLike<number | null>} */
  let data = [];
  /** @type {ArrayLike<number | null>} */
  let grad = [];
  let stale = false;
  let current = '';
  let fitted = false;

  /**
   * Shows another graph, or the same one with other groups collapsed.
   * @param {import('./structure.js').Graph} next
   * @param {string} [anchor] a group that stays where it is on the screen
   */
  function show(next, anchor) {
    const place = anchor === undefined ? null : corner(anchor);
    graph = next;
    data = grad = [];
    shownIn = boxesOf(next);
    near = neighbours(next.layout);
    routes = next.layout.links.map((link) => ({
      element: svg('path', { class: 'link', d: path(link.points) }),
      ...link,
    }));
    root.classList.toggle('dense', routes.length > DENSE);
    links.replaceChildren(...routes.map(({ element }) => element));
    drawn = new Map(next.layout.boxes.map((box) => [box.id, { ...drawBox(next.nodes, box), area: box }]));
    boxes.replaceChildren(...[...drawn.values()].map(({ element }) => element));
    for (const [id, { element }] of drawn) {
      element.setAttribute('role', 'button');
      element.setAttribute('tabindex', '-1');
      nameBox(id);
    }
    framed = new Map(next.layout.frames.map((frame) => [frame.id, drawFrame(frame)]));
    frames.replaceChildren(...framed.values());
    makeCurrent(drawn.has(current) ? current : (next.layout.boxes.at(-1)?.id ?? ''));
    const now = anchor === undefined ? null : area(anchor);
    fitted &&= place !== null && now !== undefined;
    if (place && now) {
      view.pin(now.x, now.y, place);
      view.reveal(now);
    } else {
      begin();
    }
    root.classList.remove('fading');
  }

  /** @param {string} id of a box or a frame */
  function area(id) {
    return drawn.get(id)?.area ?? graph?.layout.frames.find((frame) => frame.id === id);
  }

  /** @param {string} id */
  function corner(id) {
    const found = area(id);
    return found ? view.toScreen(found.x, found.y) : null;
  }

  function begin() {
    // A panel that isn't shown has no size yet; `write` comes back to it.
    if (graph && root.clientWidth > 0) {
      view.begin(graph.layout.width, graph.layout.height);
      fitted = true;
    }
  }

  function fit() {
    if (graph) {
      view.fit(graph.layout.width, graph.layout.height);
    }
  }

  /** @param {import('./structure.js').Area} frame */
  function drawFrame(frame) {
    const title = svg(
      'g',
      { class: 'frame-title', role: 'button', tabindex: '-1', 'aria-label': `Collapse ${frame.id}`, 'data-group': frame.id },
      svg('rect', { x: frame.x + 4, y: frame.y + 3, width: Math.min(frame.width - 8, 130), height: 26, rx: 5 }),
      svg('text', { x: frame.x + 12, y: frame.y + 21 }, `▾ ${groupTitle(frame.id)}`),
    );
    return svg(
      'g',
      { class: 'frame', 'data-id': frame.id },
      svg('rect', { class: 'frame-body', x: frame.x, y: frame.y, width: frame.width, height: frame.height, rx: 10 }),
      title,
    );
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

  /** From afar nobody can read them: they are written when somebody comes nearer. */
  function writeNow() {
    if (!stale || view.far) {
      return;
    }
    stale = false;
    for (const { numbers } of drawn.values()) {
      for (const { node, data: dataText, grad: gradText } of numbers) {
        writeNumber(dataText, data[node] ?? null);
        writeNumber(gradText, grad[node] ?? null);
      }
    }
    nameBox(current);
  }

  /** Says for a screen reader what a box shows; only the one in focus is kept up to date. @param {string} id */
  function nameBox(id) {
    const box = drawn.get(id);
    if (!box || !graph) {
      return;
    }
    const words = isNode(id) ? describe(graph.nodes, Number(id)) : `${id}, collapsed`;
    const [first] = box.numbers;
    const known = first === undefined ? null : { data: data[first.node], grad: grad[first.node] };
    const numbers =
      (typeof known?.data === 'number' ? `, data ${formatSigned(known.data)}` : '') +
      (typeof known?.grad === 'number' ? `, grad ${formatSigned(known.grad)}` : '');
    box.element.setAttribute('aria-label', words + numbers);
  }

  /** @param {string} id becomes the one that the tab key reaches */
  function makeCurrent(id) {
    drawn.get(current)?.element.setAttribute('tabindex', '-1');
    current = id;
    drawn.get(current)?.element.setAttribute('tabindex', '0');
    nameBox(current);
  }

  /**
   * Lights boxes and their neighbours, and lets the rest fade.
   * @param {Iterable<string> | null} ids of boxes or groups; null for nothing
   */
  function light(ids) {
    /** @type {Set<string>} */
    const lit = new Set(ids ?? []);
    const around = new Set([...lit].flatMap((id) => [...(near.get(id) ?? [])]));
    root.classList.toggle('fading', around.size > 0);
    for (const [id, { element }] of drawn) {
      element.classList.toggle('near', around.has(id));
      element.classList.toggle('lit', lit.has(id));
    }
    for (const { element, from, to } of routes) {
      element.classList.toggle('near', lit.has(from) || lit.has(to));
    }
  }

  /**
   * Marks the node whose turn it is, and the links to its children.
   * @param {number | null} node
   * @param {Iterable<number>} [done] the nodes that had their turn
   */
  function turn(node, done = []) {
    const box = node === null ? null : shownIn[node];
    const past = new Set([...done].map((id) => shownIn[id]));
    for (const [id, { element }] of drawn) {
      element.classList.toggle('turn', id === box);
      element.classList.toggle('done', past.has(id));
      element.classList.remove('receives');
    }
    /** @type {string[]} */
    const receivers = [];
    for (const { element, from, to } of routes) {
      element.classList.toggle('turn', to === box);
      if (to === box) {
        receivers.push(from);
      }
    }
    for (const child of receivers) {
      drawn.get(child)?.element.classList.add('receives');
    }
    const areas = [box ?? '', ...receivers].flatMap((id) => drawn.get(id)?.area ?? []);
    if (areas.length > 0) {
      // The larger the picture, the further away is who looks at it.
      view.reveal(union(areas), Math.min(1, Math.max(0.6, root.clientWidth / 1200)), areas[0]);
    }
  }

  /** @param {Iterable<string>} ids marks the boxes that were searched for, and shows the first */
  function find(ids) {
    const found = new Set(ids);
    for (const [id, { element }] of drawn) {
      element.classList.toggle('found', found.has(id));
    }
    const [first] = found;
    const box = first === undefined ? undefined : drawn.get(first);
    if (box) {
      view.reveal(box.area, 0.7);
      makeCurrent(first);
    }
  }

  /** @param {Event} event */
  function hit(event) {
    return event.target instanceof Element ? event.target.closest('.box, .frame-title') : null;
  }

  /** @param {Element} target */
  function press(target) {
    const group = target.getAttribute('data-group');
    const id = target.getAttribute('data-id');
    if (group !== null) {
      onToggle?.(group);
    } else if (id !== null && isNode(id)) {
      onChoose?.(id);
    } else if (id !== null) {
      onToggle?.(id);
    }
  }

  root.addEventListener('pointerover', (event) => onPoint?.(hit(event)?.getAttribute('data-id') ?? null));
  root.addEventListener('pointerleave', () => onPoint?.(null));
  root.addEventListener('click', (event) => {
    const target = hit(event);
    if (target) {
      const id = target.getAttribute('data-id');
      if (id !== null) {
        makeCurrent(id);
      }
      press(target);
    }
  });
  root.addEventListener('focusin', (event) => {
    const id = hit(event)?.getAttribute('data-id') ?? null;
    if (id !== null) {
      makeCurrent(id);
      onPoint?.(id);
      const box = drawn.get(id);
      if (box) {
        view.reveal(box.area);
      }
    }
  });
  root.addEventListener('focusout', () => onPoint?.(null));
  root.addEventListener('keydown', (event) => {
    const target = hit(event);
    if (target && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      event.stopPropagation();
      press(target);
      return;
    }
    if (target && event.key === 'Backspace' && graph) {
      // Out of what the box lies in.
      const id = target.getAttribute('data-id') ?? '';
      const group = isNode(id) ? graph.nodes[Number(id)].group : id.slice(0, Math.max(0, id.lastIndexOf('.')));
      if (group !== '') {
        onToggle?.(group);
      }
    }
    const next = graph && towards(event.key, current, graph.layout);
    if (next !== null) {
      event.preventDefault();
      event.stopPropagation();
      drawn.get(next)?.element.focus();
    } else if (event.key === '+' || event.key === '-') {
      view.zoom(event.key === '+' ? 1.25 : 0.8);
    } else if (event.key === '0') {
      event.stopPropagation();
      fit();
    }
  });

  // Another size, another scale, unless somebody has chosen one.
  new ResizeObserver(() => {
    if (!view.touched) {
      begin();
    }
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
    boxOf: (node) => shownIn[node],
    /** @param {string} id */
    has: (id) => drawn.has(id),
  };
}
