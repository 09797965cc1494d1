import { formatCount, formatLoss, formatShort, formatSigned } from '../format.js';
import { brief, pretty, withNumbers } from './formula.js';
import { describe } from './structure.js';

const MAX_ROWS = 200;

/** @typedef {Parameters<typeof import('../dom.js').setRows>[1]} Rows */

/**
 * A move in words and numbers.
 * @param {import('../graph/structure.js').GraphNode[]} nodes
 * @param {import('../graph/moves.js').Walk} walk
 * @param {import('../graph/moves.js').Move} move
 * @returns {{text: string, lines?: string[], columns: string[], rows: Rows}}
 */
export function tell(nodes, walk, { kind, node: id, step }) {
  const { training } = walk;
  const node = id === null ? null : nodes[id];
  switch (kind) {
    case 'node': {
      if (node === null) {
        return { text: '', columns: [], rows: [] };
      }
      return {
        text: `${describe(nodes, node.id)} = ${pretty(node.formula)} = ${withNumbers(node.formula, operands(node, walk.data))} = ${brief(walk.data[node.id])}`,
        columns: ['Operand', 'Node', 'Data'],
        rows: node.children.map((child, place) => ['ab'[place], describe(nodes, child), exact(walk.data[child])]),
      };
    }
    case 'zero':
      return {
        text: 'Backward adds to each gradient (+=). What is left of the last step would be added too, so every gradient begins at 0.',
        columns: [],
        rows: [],
      };
    case 'seed':
      return {
        text: 'How does the loss change when the loss grows by 1? By 1. Everything else follows from here by the chain rule, from the end of the order to its beginning: a node passes on what it has only when all who use it have added their share.',
        columns: [],
        rows: [],
      };
    case 'step':
      return {
        text: `Its own gradient is complete: out.grad = ${formatSigned(step?.grad ?? 0)}. To each child it adds local · out.grad.`,
        lines: (step?.shares ?? []).map((share, place) =>
          node === null ? '' : `local = ∂out/∂${'ab'[place]} = ${local(node, place, walk.data, share.local)}`,
        ),
        columns: ['Child', 'local', 'adds', 'before', 'after'],
        rows: (step?.shares ?? []).map((share) => [
          { text: describe(nodes, share.child), header: true },
          exact(share.local),
          exact(share.amount),
          exact(share.before),
          exact(share.after),
        ]),
      };
    case 'sum':
      return training === null ? { text: '', columns: [], rows: [] } : tellSum(nodes, walk, training);
    case 'update':
      return training === null ? { text: '', columns: [], rows: [] } : tellUpdate(training);
    case 'after':
      return training === null ? { text: '', columns: [], rows: [] } : tellAfter(training);
  }
}

/**
 * @param {import('../graph/structure.js').GraphNode[]} nodes
 * @param {import('../graph/moves.js').Walk} walk
 * @param {import('../graph/moves.js').Training} training
 */
function tellSum(nodes, walk, training) {
  const ids = new Map(nodes.map((node) => [node.name, node.id]));
  const counts = training.share === 1 ? 'added up' : `added up and divided by ${formatCount(training.samples)}`;
  const here = training.includesSample ? '' : ' This sample is not among them.';
  const penalty = training.penalty === 0 ? '' : ' The penalty l2 · Σp² adds 2 · l2 · p to each.';
  return {
    text: `You walked through sample ${walk.sample} alone. The step uses the gradients of its ${formatCount(training.samples)} samples, ${counts}.${here}${penalty}`,
    columns: ['Parameter', `grad of sample ${walk.sample}`, 'grad of the step'],
    rows: training.parameters.slice(0, MAX_ROWS).map(({ name, grad }) => {
      const id = ids.get(name);
      return [{ text: name, header: true }, id === undefined ? '–' : exact(walk.grad[id]), exact(grad)];
    }),
  };
}

/** @param {import('../graph/moves.js').Training} training */
function tellUpdate({ learningRate, parameters }) {
  return {
    text: `Each parameter goes a little against its gradient: parameter −= learning rate · grad, with the learning rate ${formatShort(learningRate)}. What is computed from them changes with the next forward pass.`,
    columns: ['Parameter', 'Before', 'grad of the step', 'After'],
    rows: parameters
      .slice(0, MAX_ROWS)
      .map(({ name, data, grad, updated }) => [{ text: name, header: true }, exact(data), exact(grad), exact(updated)]),
  };
}

/** @param {import('../graph/moves.js').Training} training */
function tellAfter({ lossBefore, lossAfter, samples }) {
  const fell = lossAfter < lossBefore;
  return {
    text: `Forward again over the same ${formatCount(samples)} samples: the loss ${fell ? 'fell' : 'rose'} from ${formatLoss(lossBefore)} to ${formatLoss(lossAfter)}.${fell ? '' : ' The step went too far: a smaller learning rate would not have.'}`,
    columns: ['', 'Loss'],
    rows: [
      [{ text: 'before the step', header: true }, formatLoss(lossBefore)],
      [{ text: 'after the step', header: true }, formatLoss(lossAfter)],
    ],
  };
}

/**
 * A local derivative as formula, with numbers, and as number.
 * @param {import('../graph/structure.js').GraphNode} node
 * @param {number} place
 * @param {number[]} data
 * @param {number} value
 */
function local(node, place, data, value) {
  const formula = node.locals[place];
  const parts = [pretty(formula), withNumbers(formula, operands(node, data)), brief(value)];
  return parts.filter((part, i) => i === 0 || part !== parts[i - 1]).join(' = ');
}

/**
 * @param {import('../graph/structure.js').GraphNode} node
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
