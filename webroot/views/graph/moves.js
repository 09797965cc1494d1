/**
 * What the server tells of a walk; numbers are decoded.
 * @typedef {{child: number, local: number, amount: number, before: number, after: number}} Share
 * @typedef {{node: number, grad: number, shares: Share[]}} Step
 * @typedef {{name: string, data: number, grad: number, updated: number}} Update
 * @typedef {object} Training
 * @property {number} samples
 * @property {boolean} includesSample
 * @property {number} share
 * @property {number} learningRate
 * @property {number} penalty
 * @property {number} lossBefore
 * @property {number} lossAfter
 * @property {Update[]} parameters
 * @typedef {object} Walk
 * @property {number} trajectory
 * @property {number} step steps done
 * @property {number} sample
 * @property {number[]} data
 * @property {number[]} grad
 * @property {Step[]} steps
 * @property {Training | null} training
 * @property {string | null} note
 *
 * @typedef {'forward' | 'zero' | 'backward' | 'update'} Phase the four steps of each training step
 * @typedef {object} Move
 * @property {Phase} phase
 * @property {number | null} node the one whose turn it is
 * @property {Step | null} step backward: what it passes on
 * @property {'node' | 'zero' | 'seed' | 'step' | 'sum' | 'update' | 'after'} kind
 */

/** @type {{phase: Phase, title: string}[]} */
export const PHASES = [
  { phase: 'forward', title: '1 Forward' },
  { phase: 'zero', title: '2 Zero grad' },
  { phase: 'backward', title: '3 Backward' },
  { phase: 'update', title: '4 Update' },
];

/**
 * One training step in moves small enough to be followed.
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {Walk} walk
 * @returns {Move[]}
 */
export function movesOf(nodes, walk) {
  /** @type {Move[]} */
  const moves = [];
  for (const node of nodes) {
    if (node.op !== '') {
      moves.push({ phase: 'forward', kind: 'node', node: node.id, step: null });
    }
  }
  moves.push({ phase: 'zero', kind: 'zero', node: null, step: null });
  moves.push({ phase: 'backward', kind: 'seed', node: nodes.length - 1, step: null });
  for (const step of walk.steps) {
    moves.push({ phase: 'backward', kind: 'step', node: step.node, step });
  }
  if (walk.training) {
    for (const kind of /** @type {const} */ (['sum', 'update', 'after'])) {
      moves.push({ phase: 'update', kind, node: null, step: null });
    }
  }
  return moves;
}

/**
 * How far a press goes: to the next node, or to where the next neuron or layer is done.
 * @typedef {'node' | 'neuron' | 'layer'} Stride
 */

/**
 * The moves to stop at. A neuron or layer is done with the last of its nodes in a phase: the order
 * may leave it for another one in between.
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {Move[]} moves
 * @param {Stride} stride
 * @returns {number[]} their places, ascending
 */
export function stopsOf(nodes, moves, stride) {
  /** @type {Map<string, number>} */
  const last = new Map();
  moves.forEach(({ phase, kind, node }, i) => {
    const group = node === null ? '' : nodes[node].group;
    const part = stride === 'layer' ? group.split('.')[0] : group;
    last.set(stride === 'node' || part === '' || kind === 'seed' ? String(i) : `${phase} ${part}`, i);
  });
  return [...last.values()].sort((a, b) => a - b);
}

/**
 * The graph as it stands after a move: what has been computed by then, and the running sums.
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {Walk} walk
 * @param {Move[]} moves
 * @param {number} at
 */
export function stateAfter(nodes, walk, moves, at) {
  /** @type {(number | null)[]} */
  const data = nodes.map((node) => (node.op === '' ? walk.data[node.id] : null));
  /** @type {(number | null)[]} */
  const grad = nodes.map(() => null);
  /** @type {number[]} the nodes that had their turn in this phase */
  const done = [];
  moves.slice(0, at + 1).forEach(({ kind, node, step }, i) => {
    if (kind === 'node' && node !== null) {
      data[node] = walk.data[node];
    } else if (kind === 'zero') {
      grad.fill(0);
    } else if (kind === 'seed' && node !== null) {
      grad[node] = 1;
    }
    for (const { child, after } of step?.shares ?? []) {
      grad[child] = after;
    }
    if (kind === 'update') {
      const updated = new Map(walk.training?.parameters.map((parameter) => [parameter.name, parameter.updated]));
      nodes.forEach((other) => {
        data[other.id] = updated.get(other.name) ?? data[other.id];
      });
    }
    if (node !== null && i < at && moves[i].phase === moves[at].phase) {
      done.push(node);
    }
  });
  return { data, grad, done };
}
