import { describe, groupTitle, isNode, liesIn, outputsOf } from '../../graph-drawing/structure.js';
import { layerOfSums } from '../../state/activation.js';
import { describeSnapshot } from '../../state/level-history.js';
import { formatCount, formatShort, formatSigned } from '../../ui/format.js';
import { pretty } from './formula.js';

/** The change of a node that a gradient is explained with. */
const A_LITTLE = 0.01;

/**
 * What the picture shows, and after which step.
 * @param {import('./source.js').RunGraph} graph
 * @param {number[]} steps of the snapshots that are kept
 * @param {number | null} wanted the step that is pointed at
 * @param {string[]} remarks what else there is to know of the run's graph
 */
export function describePicture(graph, steps, wanted, remarks) {
  if (steps.length === 0) {
    return 'Waiting for the numbers of this sample.';
  }
  return [
    describeSnapshot(steps, wanted),
    `${formatCount(graph.nodes.length)} nodes; grad is that of this sample’s loss alone.`,
    ...remarks,
    ...(graph.note === null ? [] : [graph.note]),
  ].join(' ');
}

/**
 * Where the graph's numbers are not those of other views.
 * @param {import('../../state/protocol.js').Spec} spec
 */
export function remarksOn(spec) {
  const sums = layerOfSums(spec);
  return [
    ...(spec.data.standardize ? ['Inputs are standardized here: less their mean, over their deviation.'] : []),
    ...(sums === '' ? [] : [`The neurons of ${groupTitle(sums)} end in their weighted sums here: the loss is computed from these, not from the outputs.`]),
  ];
}

/**
 * A box in words and numbers, and what its gradient says.
 * @param {import('../../graph-drawing/structure.js').GraphNode[]} nodes
 * @param {string | undefined} box
 * @param {{data: ArrayLike<number>, grad: ArrayLike<number>} | null} numbers null where they are told elsewhere
 * @param {string} sums the layer that shows weighted sums in place of outputs; may be empty
 */
export function describeBox(nodes, box, numbers, sums) {
  if (box === undefined) {
    return 'Point at a box for its numbers in words. Press a box or a frame’s name to expand or collapse it.';
  }
  const [node, ...others] = isNode(box) ? [nodes[Number(box)]] : outputsOf(nodes, box);
  const result = sums !== '' && liesIn(box, sums) ? 'weighted sum' : 'output';
  const which = others.length === 0 ? `its ${result}` : `the first of its ${others.length + 1} ${result}s`;
  const what = isNode(box) ? describe(nodes, node.id) : `${box}, ${which}`;
  const made = node.formula === '' ? 'a leaf' : `out = ${pretty(node.formula)}`;
  if (numbers === null) {
    return `${what}: ${made}.`;
  }
  const [data, grad] = [numbers.data[node.id], numbers.grad[node.id]];
  return `${what}: ${made}; data ${formatSigned(data)}, grad ${formatSigned(grad)}. ${describeGradient(grad)}`;
}

/**
 * What a gradient of this size means.
 * @param {number} grad
 */
export function describeGradient(grad) {
  if (!Number.isFinite(grad)) {
    return '';
  }
  if (grad === 0) {
    return 'A little more or less of it changes nothing in the loss.';
  }
  const change = formatShort(Math.abs(grad) * A_LITTLE, 2);
  return `${A_LITTLE} more of it makes the loss about ${change} ${grad > 0 ? 'larger' : 'smaller'}.`;
}
