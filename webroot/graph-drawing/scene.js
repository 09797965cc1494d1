import { svg } from '../ui/svg.js';
import { drawBox, sign } from './boxes.js';
import { path } from './geometry.js';
import { boxesOf, groupName, groupTitle, isNode, neighbours } from './structure.js';

/**
 * The elements of a laid out graph, and which of them are marked. Knows nothing of where they are on
 * the screen.
 * @typedef {ReturnType<typeof scene>} Scene
 *
 * @param {import('./structure.js').Graph} graph
 */
export function scene(graph) {
  const { nodes, layout } = graph;
  const shownIn = boxesOf(graph);
  const near = neighbours(layout);
  const routes = layout.links.map((link) => ({
    element: svg('path', { class: 'link', d: path(link.points) }),
    ...link,
  }));
  const boxes = new Map(layout.boxes.map((box) => [box.id, { ...drawBox(nodes, box), area: box }]));
  for (const { element } of boxes.values()) {
    element.setAttribute('role', 'button');
    element.setAttribute('tabindex', '-1');
  }

  /** @param {(id: string) => Record<string, boolean>} classesOf */
  function mark(classesOf) {
    for (const [id, { element }] of boxes) {
      for (const [name, is] of Object.entries(classesOf(id))) {
        element.classList.toggle(name, is);
      }
    }
  }

  return {
    graph,
    boxes,
    /** The box that shows each node, by the node's id. */
    shownIn,
    links: routes.map(({ element }) => element),
    frames: layout.frames.map(drawFrame),

    /**
     * Lights boxes and their neighbours.
     * @param {Iterable<string>} ids of boxes or groups
     * @returns {boolean} whether any is there
     */
    light(ids) {
      const lit = new Set(ids);
      const around = new Set([...lit].flatMap((id) => [...(near.get(id) ?? [])]));
      mark((id) => ({ near: around.has(id), lit: lit.has(id) }));
      for (const { element, from, to } of routes) {
        element.classList.toggle('near', lit.has(from) || lit.has(to));
      }
      return around.size > 0;
    },

    /**
     * Marks the node whose turn it is, and those of its children that are shown elsewhere.
     * @param {number | null} node
     * @param {number[]} children
     * @param {number[]} done the nodes that had their turn; a box is done when all in it are
     * @returns {string[]} the marked boxes, the node's own first
     */
    turn(node, children, done) {
      const box = node === null ? '' : shownIn[node];
      const receivers = new Set(children.map((child) => shownIn[child]).filter((id) => id !== box));
      const finished = new Set(done);
      const waiting = new Set(nodes.filter(({ id, op }) => op !== '' && !finished.has(id)).map(({ id }) => shownIn[id]));
      const begun = new Set(done.map((id) => shownIn[id]));
      mark((id) => ({ turn: id === box, receives: receivers.has(id), done: begun.has(id) && !waiting.has(id) }));
      for (const { element, from, to } of routes) {
        element.classList.toggle('turn', to === box && receivers.has(from));
      }
      return box === '' ? [] : [box, ...receivers];
    },

    /** @param {Set<string>} ids of the boxes that a search has found */
    find(ids) {
      mark((id) => ({ found: ids.has(id) }));
    },

    /**
     * Where a box or a frame lies.
     * @param {string} id
     * @returns {import('./structure.js').Area | undefined}
     */
    area(id) {
      return boxes.get(id)?.area ?? layout.frames.find((frame) => frame.id === id);
    },

    /**
     * The group that a box lies in; empty for none.
     * @param {string} id
     */
    around(id) {
      return isNode(id) ? nodes[Number(id)].group : id.slice(0, Math.max(0, id.lastIndexOf('.')));
    },
  };
}

/** @param {import('./structure.js').Area} frame */
function drawFrame(frame) {
  const title = svg(
    'g',
    { class: 'frame-title', role: 'button', tabindex: '-1', 'aria-expanded': 'true', 'aria-label': groupName(frame.id), 'data-group': frame.id },
    svg('rect', { x: frame.x + 4, y: frame.y + 3, width: Math.min(frame.width - 8, 130), height: 26, rx: 5 }),
    svg('text', { x: frame.x + 12, y: frame.y + 21 }, sign('▾ '), groupTitle(frame.id)),
  );
  return svg(
    'g',
    { class: 'frame', 'data-id': frame.id },
    svg('rect', { class: 'frame-body', x: frame.x, y: frame.y, width: frame.width, height: frame.height, rx: 10 }),
    title,
  );
}
