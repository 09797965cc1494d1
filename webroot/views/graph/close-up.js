import { nodeBox, writeNumber } from '../../graph-drawing/boxes.js';
import { describe, shortName } from '../../graph-drawing/structure.js';
import { svg } from '../../ui/svg.js';
import { brief } from './formula.js';

const BOX = { width: 156, height: 52 };
const MARGIN = 4;
const GAP = 112;
const ROW = BOX.height + 12;
const WIDTH = 2 * (BOX.width + MARGIN) + GAP;

/**
 * The node in turn and its children, near enough to be read wherever the graph itself is too small
 * or has them inside a collapsed neuron.
 */
export function closeUp() {
  const root = svg('svg', { class: 'graph-drawing close-up', role: 'img', 'aria-label': 'Nothing yet' });

  return {
    element: root,
    /**
     * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
     * @param {import('./moves.js').Move} move
     * @param {{data: (number | null)[], grad: (number | null)[]}} state
     */
    draw(nodes, { kind, node: id, step }, state) {
      root.toggleAttribute('hidden', id === null);
      if (id === null) {
        return;
      }
      const children = kind === 'seed' ? [] : nodes[id].children;
      const rows = Math.max(1, children.length);
      const height = rows * ROW - 12 + 2 * MARGIN;
      const outY = (height - BOX.height) / 2;
      root.setAttribute('viewBox', `0 0 ${WIDTH} ${height}`);
      root.setAttribute('aria-label', sentence(nodes, nodes[id], state));
      const out = box(nodes, id, WIDTH - BOX.width - MARGIN, outY, state);
      out.classList.add('turn');
      root.replaceChildren(
        out,
        ...children.flatMap((child, place) => {
          const y = MARGIN + place * ROW;
          const drawn = box(nodes, child, MARGIN, y, state);
          drawn.classList.toggle('receives', kind === 'step');
          const ends = { from: y + BOX.height / 2, to: outY + BOX.height / 2 + (place - (rows - 1) / 2) * 16 };
          return [drawn, ...link(ends, 'ab'[place], step === null ? null : step.shares[place].local)];
        }),
      );
    },
  };
}

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {number} id
 * @param {number} x
 * @param {number} y
 * @param {{data: (number | null)[], grad: (number | null)[]}} state
 */
function box(nodes, id, x, y, state) {
  // Outside its frame a named node needs its whole name.
  const name = nodes[id].name || shortName(nodes, id);
  const { element, numbers } = nodeBox(nodes[id], name, { id: String(id), x, y, ...BOX });
  writeNumber(numbers[0].data, state.data[id]);
  writeNumber(numbers[0].grad, state.grad[id]);
  return element;
}

/**
 * The arrow between a child and the node: to the node, or back where a local derivative is given.
 * @param {{from: number, to: number}} ends
 * @param {string} operand
 * @param {number | null} local
 */
function link({ from, to }, operand, local) {
  const left = MARGIN + BOX.width;
  const right = left + GAP;
  const back = local !== null;
  const tip = back ? { x: left + 2, y: from, sign: 1 } : { x: right - 2, y: to, sign: -1 };
  // Horizontal where the label stands.
  const d = `M${left} ${from}H${right - 22}L${right - 4} ${to}`;
  const middle = left + (GAP - 22) / 2 + 4;
  return [
    svg('path', { class: 'link turn', d }),
    svg('path', { class: 'tip', d: `M${tip.x} ${tip.y}l${9 * tip.sign} -5v10z` }),
    svg('text', { class: 'local', x: middle, y: from - 5 }, back ? `∂out/∂${operand}` : operand),
    ...(back ? [svg('text', { class: 'local', x: middle, y: from + 15 }, `= ${brief(local)}`)] : []),
  ];
}

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {import('../../graph-drawing/structure.js').GraphNode} node
 * @param {{data: (number | null)[], grad: (number | null)[]}} state
 */
function sentence(nodes, node, { data, grad }) {
  const one = (/** @type {number} */ id) => {
    const numbers = [['data', data[id]], ['grad', grad[id]]].filter(([, value]) => value !== null);
    return [describe(nodes, id), ...numbers.map(([word, value]) => `${word} ${brief(Number(value))}`)].join(', ');
  };
  return `${one(node.id)}; made from ${node.children.map(one).join('; and ')}`;
}
