import { formatSigned } from '../ui/format.js';
import { svg } from '../ui/svg.js';
import { groupTitle, innerGroups, isNode, liesIn, outputsOf } from './structure.js';

const OPERATION_WIDTH = 34;

/**
 * A number in a box, drawn only when it has changed.
 * @typedef {{node: number, data: SVGTextElement | null, grad: SVGTextElement | null}} Numbers
 */

/**
 * A node or a collapsed group, and where its numbers stand.
 * @param {import('./structure.js').GraphNode[]} nodes
 * @param {import('./structure.js').Area} area
 * @returns {{element: SVGGElement, numbers: Numbers[], label: string}}
 */
export function drawBox(nodes, area) {
  return isNode(area.id) ? nodeBox(nodes[Number(area.id)], area) : groupBox(nodes, area);
}

/**
 * As the notebooks' `draw_dot`: operation, name, data, grad.
 * @param {import('./structure.js').GraphNode} node
 * @param {import('./structure.js').Area} area
 */
function nodeBox(node, area) {
  const leaf = node.op === '';
  const left = leaf ? 10 : OPERATION_WIDTH + 8;
  const element = frame(area, leaf ? 'box leaf' : 'box');
  if (!leaf) {
    element.append(
      svg('rect', { class: 'op', x: 1, y: 1, width: OPERATION_WIDTH, height: area.height - 2, rx: 5 }),
      svg('text', { class: 'op-text', x: 1 + OPERATION_WIDTH / 2, y: area.height / 2 + 4, 'data-long': String(node.op.length > 3) }, node.op),
    );
  }
  const name = shortName(node);
  if (name !== '') {
    element.append(svg('text', { class: 'name', x: left, y: 16 }, name));
  }
  const first = name === '' ? 23 : 31;
  const data = numberText(area.width - 8, first);
  const grad = numberText(area.width - 8, first + 15);
  element.append(
    svg('text', { class: 'word', x: left, y: first }, 'data'),
    svg('text', { class: 'word', x: left, y: first + 15 }, 'grad'),
    data,
    grad,
  );
  return { element, numbers: [{ node: node.id, data, grad }], label: node.name || node.op };
}

/**
 * @param {import('./structure.js').GraphNode[]} nodes
 * @param {import('./structure.js').Area} area
 */
function groupBox(nodes, area) {
  const element = frame(area, 'box group');
  element.prepend(svg('rect', { class: 'behind', x: 4, y: 4, width: area.width, height: area.height, rx: 8 }));
  element.append(svg('text', { class: 'name', x: 10, y: 17 }, `▸ ${groupTitle(area.id)}`));
  const outputs = outputsOf(nodes, area.id);
  const inner = innerGroups(nodes, area.id);
  /** @type {Numbers[]} */
  const numbers = [];
  if (inner.length === 0) {
    const output = outputs[0];
    const data = numberText(area.width - 8, 32);
    const grad = numberText(area.width - 8, 46);
    numbers.push({ node: output.id, data, grad });
    element.append(
      svg('text', { class: 'word', x: 10, y: 32 }, 'data'),
      svg('text', { class: 'word', x: 10, y: 46 }, 'grad'),
      data,
      grad,
    );
    return { element, numbers, label: area.id };
  }
  const rows = Math.floor((area.height - 34) / 16);
  inner.slice(0, rows).forEach((group, i) => {
    const y = 38 + 16 * i;
    const last = i === rows - 1 && inner.length > rows;
    const output = outputs.find((node) => liesIn(node.group, group));
    element.append(svg('text', { class: 'word', x: 10, y }, last ? `and ${inner.length - i} more` : groupTitle(group)));
    if (output && !last) {
      const data = numberText(area.width - 8, y);
      numbers.push({ node: output.id, data, grad: null });
      element.append(data);
    }
  });
  return { element, numbers, label: area.id };
}

/**
 * @param {import('./structure.js').Area} area
 * @param {string} className
 */
function frame(area, className) {
  return svg(
    'g',
    { class: className, 'data-id': area.id, transform: `translate(${area.x} ${area.y})` },
    svg('rect', { class: 'body', width: area.width, height: area.height, rx: 6 }),
  );
}

/**
 * @param {number} x
 * @param {number} y
 */
function numberText(x, y) {
  return svg('text', { class: 'number', x, y }, '–');
}

/**
 * Inside its neuron's frame a parameter is named by the last part of its name.
 * @param {import('./structure.js').GraphNode} node
 */
function shortName({ name, group }) {
  return group !== '' && name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name;
}

/**
 * Writes a number, coloured by its sign; a dash for none.
 * @param {SVGTextElement | null} text
 * @param {number | null} value
 */
export function writeNumber(text, value) {
  const written = value === null ? '–' : formatSigned(value);
  if (text && text.textContent !== written) {
    text.textContent = written;
    text.dataset.sign = value === null || value === 0 ? 'none' : value > 0 ? 'positive' : 'negative';
  }
}
