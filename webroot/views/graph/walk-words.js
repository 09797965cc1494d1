import { describe } from '../../graph-drawing/structure.js';
import { formatCount, formatCounted, formatLoss, formatShort, formatSigned } from '../../ui/format.js';
import { brief, factor, workedOut } from './formula.js';

const MAX_ROWS = 200;

/** A slope smaller than this is called nearly 0. */
const FLAT = 0.01;

/**
 * A move in words and numbers: sentences, formulas one below the other, and a table.
 * @typedef {object} Told
 * @property {string} text
 * @property {string[]} [lines]
 * @property {string} [remark] what this move shows beyond itself
 * @property {{columns: string[], rows: Parameters<typeof import('../../ui/dom.js').setRows>[1]}} [table]
 */

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {import('./moves.js').Walk} walk
 * @param {import('./moves.js').Move} move
 * @returns {Told}
 */
export function tell(nodes, walk, { kind, node: id, step }) {
  const { training } = walk;
  switch (kind) {
    case 'node':
      return id === null ? { text: '' } : tellNode(nodes, walk, nodes[id]);
    case 'zero':
      return {
        text: 'Backward adds to each gradient (+=). What is left of the last step would be added too, so every gradient begins at 0.',
      };
    case 'seed':
      return {
        text: 'A node’s grad says by how much the loss changes for each unit that its data grows. For the loss itself that is 1. From here the chain rule goes back, from the end of the order to its beginning: a node passes on its grad only when all who use it have added their share.',
      };
    case 'step':
      return id === null || step === null ? { text: '' } : tellStep(nodes, walk, nodes[id], step);
    case 'sum':
      return training === null ? { text: '' } : tellSum(nodes, walk, training);
    case 'update':
      return training === null ? { text: '' } : tellUpdate(training);
    case 'after':
      return training === null ? { text: '' } : tellAfter(training);
  }
}

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {import('./moves.js').Walk} walk
 * @param {import('../../graph-drawing/structure.js').GraphNode} node
 * @returns {Told}
 */
function tellNode(nodes, { data, sample, training }, node) {
  const told = {
    text: `Its data is computed from the data of its ${node.children.length > 1 ? 'children, a and b' : 'child, a'}:`,
    lines: [`out = ${workedOut(node.formula, operands(node, data), data[node.id])}`],
  };
  if (node.id === nodes.length - 1) {
    const all = training === null ? '' : ` That of the step, over its ${formatCounted(training.samples, 'sample')}, is ${formatLoss(training.lossBefore)}.`;
    return { ...told, remark: `This is the loss of sample ${sample} alone.${all}` };
  }
  if (node.op === 'relu' && data[node.id] === 0) {
    return { ...told, remark: 'ReLU lets nothing below 0 through: this neuron is silent for this sample.' };
  }
  if (node.op === 'leaky_relu' && data[node.id] < 0) {
    return { ...told, remark: 'Leaky ReLU lets a hundredth of what lies below 0 through.' };
  }
  return told;
}

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {import('./moves.js').Walk} walk
 * @param {import('../../graph-drawing/structure.js').GraphNode} node
 * @param {import('./moves.js').Step} step
 * @returns {Told}
 */
function tellStep(nodes, walk, node, { grad, shares }) {
  const lines = shares.flatMap(({ local, before, after }, place) => {
    const operand = 'ab'[place];
    return [
      `∂out/∂${operand} = ${workedOut(node.locals[place], operands(node, walk.data), local)}`,
      `${operand}.grad = ${brief(before)} + ${factor(local)} · ${factor(grad)} = ${brief(after)}`,
    ];
  });
  return {
    text: `out.grad = ${brief(grad)} is complete by now. ∂out/∂a says by how much out changes for each unit of a: the local derivative. Times out.grad it is added to a.grad${shares.length > 1 ? ', and so for b' : ''}:`,
    lines,
    remark: [...shares.map((share) => tellUses(nodes, walk, node, share)), tellFlat(node, shares[0].local)].filter((text) => text !== '').join(' '),
  };
}

/**
 * Where a child gets shares from several nodes, which one this is.
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {import('./moves.js').Walk} walk
 * @param {import('../../graph-drawing/structure.js').GraphNode} node
 * @param {import('./moves.js').Share} share
 */
function tellUses(nodes, { steps }, node, { child, before }) {
  const users = steps.flatMap((step) => step.shares.filter((share) => share.child === child).map(() => step.node));
  if (users.length < 2) {
    return '';
  }
  const place = users.indexOf(node.id) + 1;
  const sum = before === 0 && place === 1 ? 'the first' : place === users.length ? 'the last' : `number ${place}`;
  return `${describe(nodes, child)} is used ${users.length} times, and its gradient is the sum of ${users.length} shares: this is ${sum}.`;
}

/**
 * Where a slope is 0 or nearly, what that does to all that lies behind it.
 * @param {import('../../graph-drawing/structure.js').GraphNode} node
 * @param {number} local
 */
function tellFlat({ op }, local) {
  if (op === 'relu' && local === 0) {
    return 'ReLU is flat here, so nothing is passed on: whatever lies behind it learns nothing from this sample.';
  }
  if (['tanh', 'sigmoid', 'gelu'].includes(op) && Math.abs(local) < FLAT) {
    return `${op} is almost flat here, so almost nothing is passed on: what lies behind it learns slowly from this sample.`;
  }
  return '';
}

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {import('./moves.js').Walk} walk
 * @param {import('./moves.js').Training} training
 * @returns {Told}
 */
function tellSum(nodes, walk, training) {
  const ids = new Map(nodes.map((node) => [node.name, node.id]));
  const counts = training.share === 1 ? 'added up' : `added up and divided by ${formatCount(training.samples)}`;
  const here = training.includesSample ? '' : ' This sample is not among them.';
  const penalty = training.penalty === 0 ? '' : ' The penalty on the parameters adds its own gradient to each.';
  return {
    text: `You walked through sample ${walk.sample} alone. The step uses the gradients of its ${formatCounted(training.samples, 'sample')}, ${counts}.${here}${penalty}`,
    remark: isStill(training) ? 'Every one of them is 0: no sample says which way to go.' : '',
    table: {
      columns: ['Parameter', `Sample ${walk.sample}’s grad`, 'Step’s grad'],
      rows: training.parameters.slice(0, MAX_ROWS).map(({ name, grad }) => {
        const id = ids.get(name);
        return [{ text: name, header: true }, id === undefined ? '–' : exact(walk.grad[id]), exact(grad)];
      }),
    },
  };
}

/**
 * Whether the update is plain gradient descent.
 * @param {number} learningRate
 * @param {import('./moves.js').Training['parameters']} parameters
 */
function isPlain(learningRate, parameters) {
  return parameters.every(({ data, grad, updated }) => {
    const plain = data - learningRate * grad;
    return Math.abs(plain - updated) <= 1e-12 * Math.max(1, Math.abs(plain));
  });
}

/**
 * @param {import('./moves.js').Training} training
 * @returns {Told}
 */
function tellUpdate({ learningRate, parameters }) {
  const rule = isPlain(learningRate, parameters)
    ? 'Each parameter goes a little against its gradient: parameter −= learning rate · grad'
    : 'Each parameter changes by the rule of the run’s optimizer, which looks at more than this gradient';
  return {
    text: `${rule}, with the learning rate ${formatShort(learningRate)}.`,
    table: {
      columns: ['Parameter', 'Before', 'Step’s grad', 'After'],
      rows: parameters
        .slice(0, MAX_ROWS)
        .map(({ name, data, grad, updated }) => [{ text: name, header: true }, exact(data), exact(grad), exact(updated)]),
    },
  };
}

/**
 * @param {import('./moves.js').Training} training
 * @returns {Told}
 */
function tellAfter(training) {
  const { lossBefore, lossAfter, samples } = training;
  return {
    text: `Forward again over the same ${formatCounted(samples, 'sample')}: the loss ${tellChange(training)}`,
    table: {
      columns: ['', 'Loss'],
      rows: [
        [{ text: 'before the step', header: true }, formatLoss(lossBefore)],
        [{ text: 'after the step', header: true }, formatLoss(lossAfter)],
      ],
    },
  };
}

/** @param {import('./moves.js').Training} training */
function tellChange(training) {
  const { lossBefore, lossAfter, learningRate } = training;
  const change = `from ${formatLoss(lossBefore)} to ${formatLoss(lossAfter)}`;
  if (lossAfter < lossBefore) {
    return `fell ${change}.`;
  }
  if (lossAfter > lossBefore) {
    return `rose ${change}. The step went too far: a much smaller one along the same gradient would lower it.`;
  }
  const why = isStill(training) ? ' Every gradient is 0, so no parameter has moved.' : learningRate === 0 ? ' The learning rate is 0, so no parameter has moved.' : '';
  return `is ${formatLoss(lossAfter)} as before.${why}`;
}

/** @param {import('./moves.js').Training} training */
function isStill({ parameters }) {
  return parameters.every(({ grad }) => grad === 0);
}

/**
 * @param {import('../../graph-drawing/structure.js').GraphNode} node
 * @param {number[]} data
 */
function operands({ id, children }, data) {
  return { a: data[children[0]], b: data[children[1]], out: data[id] };
}

/**
 * A number's cell.
 * @param {number} value
 */
function exact(value) {
  return { text: formatSigned(value), class: value > 0 ? 'positive' : value < 0 ? 'negative' : '' };
}
