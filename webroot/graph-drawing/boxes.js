import { formatSigned } from '../ui/format.js';
import { svg } from '../ui/svg.js';
import { groupTitle, innerGroups, isNode, liesIn, outputsOf, shortName } from './structure.js';

const OPERATION_WIDTH = 34;

/** @type {Record<string, string[]>} operations whose name is too long for one line */
const LINES = { sigmoid: ['sig', 'moid'], softplus: ['soft', 'plus'], leaky_relu: ['leaky', 'relu'], logaddexp: ['log', 'add', 'exp'] };

/** The mean of the letters of a name, which are bold. */
const LETTER_WIDTH = 6.6;

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
  if (!isNode(area.id)) {
    return groupBox(nodes, area);
  }
  const node = nodes[Number(area.id)];
  return nodeBox(node, node.op === '' ? node.name && shortName(nodes, node.id) : shortName(nodes, node.id), area);
}

/**
 * As the notebooks' `draw_dot`: operation, name, data, grad.
 * @param {import('./structure.js').GraphNode} node
 * @param {string} name empty for none
 * @param {import('./structure.js').Area} area
 */
export function nodeBox(node, name, area) {
  const leaf = node.op === '';
  const left = leaf ? 10 : OPERATION_WIDTH + 8;
  const element = frame(area, leaf ? 'box leaf' : 'box');
  if (!leaf) {
    element.append(
      svg('rect', { class: 'op', x: 1, y: 1, width: OPERATION_WIDTH, height: area.height - 2, rx: 5 }),
      operationText(node.op, area.height / 2 + 4),
    );
  }
  if (name !== '') {
    element.append(svg('text', { class: 'name', x: left, y: 16 }, cut(name, area.width - left - 4)));
  }
  const first = name === '' ? 23 : 31;
  const data = numberText(area.width - 8, first);
  const grad = numberText(area.width - 8, first + 15);
  element.append(
    wordText(left, first, 'data'),
    wordText(left, first + 15, 'grad'),
    data,
    grad,
  );
  return { element, numbers: [{ node: node.id, data, grad }], label: node.name || node.op };
}

/**
 * @param {string} op
 * @param {number} middle
 */
function operationText(op, middle) {
  const x = 1 + OPERATION_WIDTH / 2;
  const lines = LINES[op] ?? [op];
  const y = middle - 6 * (lines.length - 1);
  return svg(
    'text',
    { class: 'op-text', 'data-long': String(op.length > 3), 'aria-hidden': 'true' },
    ...lines.map((line, i) => svg('tspan', { x, y: y + 12 * i }, line)),
  );
}

/**
 * @param {import('./structure.js').GraphNode[]} nodes
 * @param {import('./structure.js').Area} area
 */
function groupBox(nodes, area) {
  const element = frame(area, 'box group');
  element.setAttribute('aria-expanded', 'false');
  element.prepend(svg('rect', { class: 'behind', x: 4, y: 4, width: area.width, height: area.height, rx: 8 }));
  element.append(svg('text', { class: 'name', x: 10, y: 19 }, sign('▸ '), groupTitle(area.id)));
  const outputs = outputsOf(nodes, area.id);
  const inner = innerGroups(nodes, area.id);
  /** @type {Numbers[]} */
  const numbers = [];
  if (inner.length === 0) {
    const output = outputs[0];
    const data = numberText(area.width - 8, 39);
    const grad = numberText(area.width - 8, 58);
    numbers.push({ node: output.id, data, grad });
    element.append(
      wordText(10, 39, 'data'),
      wordText(10, 58, 'grad'),
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
    element.append(last ? wordText(10, y, `and ${inner.length - i} more`) : rowText(10, y, groupTitle(group)));
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
  // Not read aloud as it stands: from afar, where nobody can read it, it may be an old one.
  return svg('text', { class: 'number', x, y, 'aria-hidden': 'true' }, '–');
}

/**
 * A sign in a text, which is not read aloud.
 * @param {string} text
 */
export function sign(text) {
  return svg('tspan', { class: 'sign', 'aria-hidden': 'true' }, text);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 */
function wordText(x, y, text) {
  return svg('text', { class: 'word', x, y, 'aria-hidden': 'true' }, text);
}

/**
 * What a row is called: from afar its number alone, for which there is room.
 * @param {number} x
 * @param {number} y
 * @param {string} title whose last word is the number
 */
function rowText(x, y, title) {
  const end = title.lastIndexOf(' ') + 1;
  return svg('text', { class: 'row', x, y, 'aria-hidden': 'true' }, sign(title.slice(0, end)), title.slice(end));
}

/**
 * In as many letters as there is room for.
 * @param {string} text
 * @param {number} width
 */
function cut(text, width) {
  const letters = Math.floor(width / LETTER_WIDTH);
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
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
