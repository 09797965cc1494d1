import { readAnswer } from './answer.js';
import { latestRequest } from './latest-request.js';

const CURVE_POINTS = 201;
const CONTOUR_POINTS = 41;
const MOVES = 100;

/**
 * What is known of an expression.
 * @typedef {object} Shown
 * @property {import('./answer.js').Answer} answer
 * @property {string} text what was asked
 * @property {import('./leaves.js').Leaf[]} axes what is plotted
 *
 * @typedef {object} Asked
 * @property {number} edition
 * @property {string} text
 * @property {import('./leaves.js').Leaf[] | null} axes null where the text's leaves are not known yet
 * @property {string} picture all that the picture depends on; where the plotted leaves are does not matter to it
 */

/**
 * Asks the server about an expression, and keeps each answer with its question. For a new text it asks
 * for the nodes first, since only leaves can be plotted.
 * @param {object} heard
 * @param {(answer: import('./answer.js').Answer) => void} heard.began a new text can be read; its leaves are there
 * @param {(shown: Shown) => void} heard.answered
 * @param {(error: string, position: number | null, text: string) => void} heard.refused
 * @param {() => void} heard.askAgain the picture is missing
 */
export function inquiry({ began, answered, refused, askAgain }) {
  /** Counts the texts that were typed or chosen; what the server says of an older one is void. */
  let edition = 0;
  /** @type {(Shown & {picture: string}) | null} */
  let shown = null;

  const send = latestRequest('api/expression', (outcome, /** @type {Asked} */ asked) => {
    if (asked.edition !== edition) {
      return;
    }
    if ('error' in outcome) {
      refused(outcome.error, outcome.position, asked.text);
      return;
    }
    const answer = readAnswer(outcome.answer);
    if (asked.axes === null) {
      began(answer);
    } else {
      take(answer, asked.axes, asked);
    }
  });

  /**
   * @param {import('./answer.js').Answer} answer
   * @param {import('./leaves.js').Leaf[]} axes
   * @param {Asked} asked
   */
  function take(answer, axes, { text, picture }) {
    if (answer.curve === null && answer.contour === null && axes.length > 0) {
      if (shown?.picture !== picture) {
        askAgain(); // The picture that was there has gone meanwhile.
        return;
      }
      answer = { ...answer, curve: shown.answer.curve, contour: shown.answer.contour };
    }
    shown = { answer, text, axes, picture };
    answered(shown);
  }

  return {
    /** Another expression. @param {string} text */
    open(text) {
      edition++;
      send({ expression: text }, { edition, text, axes: null, picture: '' });
    },
    /**
     * The same expression with other numbers, or another picture of it.
     * @param {string} text
     * @param {import('./leaves.js').Leaf[]} leaves
     * @param {import('./leaves.js').Leaf[]} axes
     * @param {number} learningRate
     */
    ask(text, leaves, axes, learningRate) {
      const others = leaves.filter((leaf) => !axes.includes(leaf)).map(({ value }) => value);
      const picture = JSON.stringify([edition, axes.map(({ id }) => id), reachOf(axes), others]);
      send(question(text, axes, learningRate, picture !== shown?.picture), { edition, text, axes, picture });
    },
    shown: () => shown,
  };
}

/**
 * @param {string} expression
 * @param {import('./leaves.js').Leaf[]} axes
 * @param {number} learningRate
 * @param {boolean} pictured whether the curve or the contour is wanted too
 */
function question(expression, axes, learningRate, pictured) {
  if (axes.length === 0) {
    return { expression };
  }
  const reach = reachOf(axes);
  const [x, y] = axes.map(({ id }) => ({ leaf: id, from: -reach, to: reach }));
  const picture =
    y === undefined
      ? { curve: { ...x, points: CURVE_POINTS } }
      : { contour: { x: { ...x, points: CONTOUR_POINTS }, y: { ...y, points: CONTOUR_POINTS } } };
  return {
    expression,
    ...(pictured ? picture : {}),
    descent: { leaves: axes.map(({ id }) => id), learningRate, steps: MOVES },
  };
}

/**
 * How far a picture goes to both sides of 0; the same on both sides of a contour, so that the
 * gradient is seen to be at right angles to its lines.
 * @param {import('./leaves.js').Leaf[]} axes
 */
export function reachOf(axes) {
  return Math.max(...axes.map(({ reach }) => reach));
}
