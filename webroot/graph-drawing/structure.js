/**
 * A graph as the server describes it.
 * @typedef {object} GraphNode
 * @property {number} id its place in the topological order
 * @property {string} name may be empty
 * @property {string} op empty for a leaf
 * @property {string} formula of the operation: `a * b`
 * @property {number[]} children
 * @property {string[]} locals the formula of the derivative with respect to each child
 * @property {string} group what it is drawn in, as `layer1.neuron2`; may be empty
 *
 * @typedef {{id: string, x: number, y: number, width: number, height: number}} Area
 * @typedef {{from: string, to: string, place: number, points: number[]}} Route
 * @typedef {{width: number, height: number, boxes: Area[], frames: Area[], links: Route[]}} Layout
 * @typedef {{nodes: GraphNode[], layout: Layout}} Graph
 */

/**
 * Whether a box is a node's; if not, it is a collapsed group's.
 * @param {string} id
 */
export function isNode(id) {
  return /^\d+$/.test(id);
}

/**
 * A group's name as people read it: `neuron 2` for `layer1.neuron2`.
 * @param {string} group
 */
export function groupTitle(group) {
  return group.slice(group.lastIndexOf('.') + 1).replace(/(\D)(\d+)$/, '$1 $2');
}

/**
 * A group's name for those who hear it: what stands on its box, and where it belongs.
 * @param {string} group
 */
export function groupName(group) {
  return `${groupTitle(group)}, ${group}`;
}

/**
 * Whether `inner` is `group` or lies in it.
 * @param {string} inner
 * @param {string} group
 */
export function liesIn(inner, group) {
  return inner === group || inner.startsWith(`${group}.`);
}

/**
 * The nodes of a group that others use, and the last node of all: what goes out of it.
 * @param {GraphNode[]} nodes
 * @param {string} group
 */
export function outputsOf(nodes, group) {
  const outside = new Set(nodes.filter((node) => !liesIn(node.group, group)).flatMap((node) => node.children));
  return nodes.filter(
    (node) => liesIn(node.group, group) && (outside.has(node.id) || node.id === nodes.length - 1),
  );
}

/**
 * The groups that lie directly in one.
 * @param {GraphNode[]} nodes
 * @param {string} group
 */
export function innerGroups(nodes, group) {
  const depth = group.split('.').length + 1;
  const inner = nodes
    .filter((node) => node.group !== group && liesIn(node.group, group))
    .map((node) => node.group.split('.').slice(0, depth).join('.'));
  return [...new Set(inner)].sort(byNumber);
}

const byNumber = new Intl.Collator('en', { numeric: true }).compare;

/**
 * The box that shows each node: its own, or that of a collapsed group around it.
 * @param {Graph} graph
 * @returns {string[]} by the node's id
 */
export function boxesOf({ nodes, layout }) {
  const boxes = new Set(layout.boxes.map((box) => box.id));
  return nodes.map((node) => {
    if (boxes.has(String(node.id))) {
      return String(node.id);
    }
    const path = node.group.split('.');
    return path.map((_, i) => path.slice(0, i + 1).join('.')).find((group) => boxes.has(group)) ?? '';
  });
}

/**
 * Each box's neighbours, itself among them.
 * @param {Layout} layout
 * @returns {Map<string, Set<string>>}
 */
export function neighbours(layout) {
  const found = new Map(layout.boxes.map((box) => [box.id, new Set([box.id])]));
  for (const { from, to } of layout.links) {
    found.get(from)?.add(to);
    found.get(to)?.add(from);
  }
  return found;
}

/**
 * A node in a few words: its name, or what it computes and where.
 * @param {GraphNode[]} nodes
 * @param {number} id
 */
export function describe(nodes, id) {
  const { name, group } = nodes[id];
  if (name !== '') {
    return name;
  }
  return group === '' ? shortName(nodes, id) : `${shortName(nodes, id)} in ${group}`;
}

/**
 * What a node is called inside its group's frame: `w0` for `layer1.neuron2.w0`, and without a name
 * what it computes, as `b + w0*x1`. What lies deeper than a product in a sum is left out.
 * @param {GraphNode[]} nodes
 * @param {number} id
 * @returns {string}
 */
export function shortName(nodes, id) {
  const { name, op, children, group } = nodes[id];
  if (name !== '') {
    return partOf(name, group);
  }
  const [a, b] = children.map((child) => operand(nodes, child, group, '+-'.includes(op)));
  if (a === undefined) {
    return `constant ${id}`;
  }
  if (b === undefined) {
    return op.startsWith('**') ? `${a}${op}` : `${op}(${a})`;
  }
  if (/^\w/.test(op)) {
    return `${op}(${a}, ${b})`;
  }
  return '+-'.includes(op) ? `${a} ${op} ${b}` : `${a}${op}${b}`;
}

/**
 * @param {GraphNode[]} nodes
 * @param {number} id
 * @param {string} group where it is used
 * @param {boolean} inSum whether a product needs no brackets there
 */
function operand(nodes, id, group, inSum) {
  const { name, op, group: own } = nodes[id];
  if (name !== '') {
    return partOf(name, group);
  }
  if (own !== group && own !== '') {
    return own.slice(own.lastIndexOf('.') + 1);
  }
  return inSum && op === '*' ? shortName(nodes, id) : '…';
}

/**
 * @param {string} name
 * @param {string} group
 */
function partOf(name, group) {
  return group !== '' && name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name;
}

/**
 * The nodes whose name or operation contains `text`, those with that very name first.
 * @param {GraphNode[]} nodes
 * @param {string} text
 */
export function search(nodes, text) {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') {
    return [];
  }
  const exact = nodes.filter((node) => node.name.toLowerCase() === wanted);
  return exact.length > 0
    ? exact
    : nodes.filter((node) => node.name.toLowerCase().includes(wanted) || node.op.toLowerCase() === wanted);
}
