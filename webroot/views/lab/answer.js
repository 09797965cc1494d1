import { decodeNumber } from '../../state/protocol.js';

/**
 * What the server says of an expression; `GET /api/openapi.json` describes it.
 * @typedef {'agrees' | 'kink' | 'outside' | 'overflows' | 'bends'} Verdict
 * @typedef {{id: number, name: string, op: string, data: number, grad: number, children: number[],
 *   start: number, end: number, h: number, difference: number, error: number, verdict: Verdict}} Node
 * @typedef {'flat' | 'falling' | 'overshooting' | 'diverging'} Course
 * @typedef {{values: number[][], outputs: number[], gradients: number[][], course: Course,
 *   curvature: number | null}} Descent
 * @typedef {object} Answer
 * @property {Node[]} nodes children before parents
 * @property {number} output the id of the node that gradients are of
 * @property {number[] | null} curve
 * @property {number[][] | null} contour a row for each y
 * @property {Descent | null} descent
 */

/**
 * Reads an answer, in which numbers that JSON can't carry are words.
 * @param {any} answer
 * @returns {Answer}
 */
export function readAnswer(answer) {
  return {
    nodes: answer.nodes.map((/** @type {any} */ node) => ({
      ...node,
      data: decodeNumber(node.data),
      grad: decodeNumber(node.grad),
      h: decodeNumber(node.h),
      difference: decodeNumber(node.difference),
      error: decodeNumber(node.error),
    })),
    output: answer.output,
    curve: answer.curve?.map(decodeNumber) ?? null,
    contour: answer.contour?.map((/** @type {any[]} */ row) => row.map(decodeNumber)) ?? null,
    descent: answer.descent ?? null,
  };
}

/**
 * A place on a descent: the leaves that move, the output, and its gradient.
 * @typedef {{values: number[], output: number, gradient: number[]}} Place
 *
 * The nodes as they are at a place. Those between the leaves and the output keep their numbers.
 * @param {Answer} answer
 * @param {number[]} leaves the ids of those that move
 * @param {Place} place
 * @returns {Node[]}
 */
export function nodesAt({ nodes, output }, leaves, place) {
  return nodes.map((node) => {
    const i = leaves.indexOf(node.id);
    if (i >= 0) {
      return { ...node, data: place.values[i], grad: place.gradient[i] };
    }
    return node.id === output ? { ...node, data: place.output } : node;
  });
}

/**
 * A node as the text has it: its name, or what it is made of.
 * @param {string} text
 * @param {Node} node
 */
export function titleOf(text, node) {
  return node.name || text.slice(node.start, node.end).replace(/\s+/g, ' ');
}
