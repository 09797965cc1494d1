import { graphDrawing } from '../../graph-drawing/drawing.js';
import { element } from '../../ui/dom.js';
import { latestRequest } from './latest-request.js';

/**
 * The expression's graph, laid out by the server whenever its structure has changed.
 * @param {HTMLElement} host
 * @param {object} actions
 * @param {(id: number | null) => void} actions.point
 * @param {(id: number) => void} actions.choose
 */
export function labGraph(host, { point, choose }) {
  const drawing = graphDrawing({
    label: 'Graph of the expression, from its numbers on the left to its result on the right',
    onPoint: (box) => point(box === null ? null : Number(box)),
    onChoose: (box) => choose(Number(box)),
  });
  const buttons = element('div', { class: 'lab-buttons' });
  for (const [text, label, act] of /** @type {[string, string, () => void][]} */ ([
    ['−', 'Zoom out', () => drawing.zoom(0.8)],
    ['+', 'Zoom in', () => drawing.zoom(1.25)],
    ['Whole graph', 'Whole graph', () => drawing.fit()],
  ])) {
    const button = element('button', { type: 'button', class: 'small', 'aria-label': label }, text);
    button.addEventListener('click', act);
    buttons.append(button);
  }
  const frame = element('div', { class: 'lab-graph' }, drawing.element);
  host.append(element('div', { class: 'lab-head' }, element('h3', {}, 'The graph: from the numbers to the result'), buttons), frame);

  let shown = 0;
  /** @type {number[][]} what is to be written as soon as the graph is there */
  let numbers = [[], []];
  const ask = latestRequest('api/expression/graph', (outcome) => {
    if ('answer' in outcome) {
      // As high as it needs to be in this width, within what the style sheet allows.
      const { width, height } = outcome.answer.layout;
      frame.style.height = `${Math.min(1.6, frame.clientWidth / width) * height + 32}px`;
      drawing.show(outcome.answer);
      shown = outcome.answer.nodes.length;
      write();
    }
  });

  function write() {
    if (numbers[0].length === shown) {
      drawing.write(numbers[0], numbers[1]);
    }
  }

  return {
    /** Another expression. @param {string} text */
    show(text) {
      shown = -1;
      ask({ expression: text }, null);
    },
    /** @param {import('./answer.js').Node[]} nodes */
    write(nodes) {
      numbers = [nodes.map(({ data }) => data), nodes.map(({ grad }) => grad)];
      write();
    },
    /** @param {number | null} id */
    light: (id) => drawing.light(id === null ? null : [String(id)]),
  };
}
