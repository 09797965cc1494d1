import { titleOf } from './answer.js';

const MAX_TOLD = 3;

/** @type {Record<string, string>} what is taken as the slope where an operation has none, by the operation */
const TAKEN = {
  max: 'both are equal here, and each gets half of the gradient. If one of them grows, it alone decides; if it falls, it does not matter any more: half is the mean of both',
  min: 'both are equal here, and each gets half of the gradient. If one of them falls, it alone decides; if it grows, it does not matter any more: half is the mean of both',
  abs: 'at 0 its slope goes from −1 to 1. It is taken as 0, the mean of both',
  relu: 'at 0 its slope goes from 0 to 1. It is taken as 0',
  leaky_relu: 'at 0 its slope goes from 0.01 to 1. It is taken as 0.01',
};

/**
 * What the gradient is taken to be at nodes that lie exactly on a kink, where there is none; empty for none.
 * @param {string} text
 * @param {import('./answer.js').Node[]} nodes
 */
export function describeTies(text, nodes) {
  return nodes
    .filter(({ op, children: [a, b] }) => op in TAKEN && a !== b && nodes[a].data === (nodes[b]?.data ?? 0))
    .slice(0, MAX_TOLD)
    .map((node) => `${titleOf(text, node)}: ${TAKEN[node.op]}.`)
    .join(' ');
}
