import { element, setText } from '../dom.js';
import { formatShort } from '../format.js';
import { readAnswer, titleOf } from '../lab/answer.js';
import { asker } from '../lab/asker.js';
import { contourPlot } from '../lab/contour.js';
import { descentControls } from '../lab/descent.js';
import { EXAMPLES } from '../lab/examples.js';
import { labGraph } from '../lab/graph.js';
import { leafSliders, leavesOf } from '../lab/leaves.js';
import { nodeTable } from '../lab/node-table.js';
import { reachFor } from '../lab/range.js';
import { comparison } from '../lab/since.js';
import { lineAt, linkOf, textOf, withNumber } from '../lab/text.js';
import { labChart } from './lab-chart.js';

const KEPT = 'livegrad.lab';
const CURVE_POINTS = 201;
const CONTOUR_POINTS = 41;
const MOVES = 100;

/**
 * What an answer is about.
 * @typedef {object} Asked
 * @property {number} edition
 * @property {string} text
 * @property {import('../lab/leaves.js').Leaf[]} axes what is plotted
 * @property {string} picture all that the picture depends on; where the plotted leaves are does not matter to it
 */

/**
 * An expression to play with. Its text is all there is to know: the sliders rewrite the numbers in
 * it, the server says everything else.
 * @param {HTMLElement} panel
 * @param {import('../views.js').Page} page
 * @returns {import('../views.js').View}
 */
export function lab(panel, { store }) {
  const parts = layOut(panel);
  const sliders = leafSliders(parts.leaves, move, point);
  const table = nodeTable(parts.nodes, point);
  const graph = labGraph(parts.graph, { point, choose: (id) => sliders.focus(id) });
  const since = comparison(parts.since, { change: tryValue, again: compareWithHere });
  const ball = descentControls(parts.descent, { asked: ask, moved: drawPlot });
  const contour = contourPlot(parts.contour);
  /** @type {ReturnType<typeof labChart> | null} */
  let curve = null;

  let text = '';
  /** Counts the texts that were typed or chosen; what the server says of an older one is void. */
  let edition = 0;
  /** Whether the leaves are those of the text. */
  let known = false;
  let failed = false;
  /** @type {import('../lab/leaves.js').Leaf[]} */
  let leaves = [];
  /** @type {string[]} the leaves to plot, by name, as far as somebody has chosen */
  let along = [];
  /** @type {{name: string, value: number}[]} */
  let tries = [];
  /** @type {(Asked & {answer: import('../lab/answer.js').Answer}) | null} */
  let shown = null;

  const send = asker('/api/expression', (outcome, /** @type {Asked} */ asked) => {
    if (asked.edition !== edition) {
      return;
    }
    if ('error' in outcome) {
      refuse(outcome.error, outcome.position, asked.text);
    } else {
      take(readAnswer(outcome.answer), asked);
    }
  });

  function ask() {
    const axes = known ? chosenAxes() : [];
    const others = leaves.filter((leaf) => !axes.includes(leaf)).map(({ value }) => value);
    const picture = JSON.stringify([edition, axes.map(({ id }) => id), reachOf(axes), others]);
    send(question(text, axes, ball.rate(), picture !== shown?.picture), { edition, text, axes, picture });
  }

  /**
   * @param {import('../lab/answer.js').Answer} answer
   * @param {Asked} asked
   */
  function take(answer, asked) {
    failed = false;
    parts.error.hidden = true;
    parts.field.removeAttribute('aria-invalid');
    panel.classList.remove('stale');
    parts.leaves.disabled = false;
    if (!known) {
      begin(answer);
      return;
    }
    if (answer.curve === null && answer.contour === null) {
      if (asked.picture !== shown?.picture) {
        ask(); // The picture that was there has gone meanwhile.
        return;
      }
      answer = { ...answer, curve: shown.answer.curve, contour: shown.answer.contour };
    }
    shown = { ...asked, answer };
    const result = answer.nodes[answer.output];
    setText(parts.result, `${titleOf(asked.text, result)} = ${formatShort(result.data)}`);
    parts.result.dataset.value = String(result.data);
    sliders.writeGradients(answer.nodes);
    table.write(asked.text, answer.nodes);
    graph.write(answer.nodes);
    since.write(answer);
    ball.show(answer.descent, asked.axes.map(({ name }) => name || 'x'), result.name || 'result', reachOf(asked.axes));
    drawPlot();
  }

  /**
   * Another structure: its leaves and its graph are made first, then what is plotted is asked for.
   * @param {import('../lab/answer.js').Answer} answer
   */
  function begin(answer) {
    known = true;
    leaves = leavesOf(answer.nodes);
    sliders.show(leaves);
    sliders.write(leaves);
    fillChoices();
    since.begin(answer, tries);
    ball.putBack();
    graph.show(text);
    ask();
  }

  /**
   * @param {string} error
   * @param {number | null} position
   * @param {string} asked
   */
  function refuse(error, position, asked) {
    failed = true;
    panel.classList.add('stale');
    parts.leaves.disabled = !known;
    parts.error.hidden = false;
    setText(parts.errorText, error);
    parts.place.hidden = position === null;
    if (position !== null) {
      parts.field.setAttribute('aria-invalid', 'true');
      const { line, column } = lineAt(asked, position);
      setText(parts.place, `${line}\n${' '.repeat(column)}▲`);
    }
  }

  /** @param {string} next */
  function write(next) {
    text = next;
    if (parts.field.value !== next) {
      parts.field.value = next;
    }
    parts.field.rows = Math.min(8, Math.max(3, next.split('\n').length));
    parts.link.href = linkOf(next);
    keep(next);
  }

  /**
   * Begins with another text.
   * @param {string} next
   */
  function open(next) {
    write(next);
    edition++;
    known = false;
    ask();
  }

  /**
   * @param {number} id
   * @param {number} value
   */
  function move(id, value) {
    moveAll([{ id, value }]);
  }

  /** @param {{id: number, value: number}[]} changes */
  function moveAll(changes) {
    if (!known) {
      return;
    }
    let next = text;
    for (const { id, value } of changes) {
      ({ text: next, leaves } = withNumber(next, leaves, id, value));
      leaves = leaves.map((leaf) =>
        leaf.id === id ? { ...leaf, value, reach: Math.max(leaf.reach, Math.abs(value) > leaf.reach ? reachFor(value) : 0) } : leaf,
      );
    }
    write(next);
    sliders.write(leaves);
    ask();
  }

  /**
   * Changes one leaf by name, the others from where they were.
   * @param {string} name
   * @param {number} value
   */
  function tryValue(name, value) {
    moveAll(
      leaves.map((leaf) => ({ id: leaf.id, value: leaf.name === name ? value : (since.start()[leaf.id]?.data ?? leaf.value) })),
    );
  }

  function compareWithHere() {
    if (shown) {
      since.begin(shown.answer, tries);
      since.write(shown.answer);
    }
  }

  /** @param {number | null} id */
  function point(id) {
    sliders.light(id);
    table.light(id);
    graph.light(id);
  }

  function fillChoices() {
    const options = leaves.map(({ id, name, value }) => ({ value: String(id), title: name || formatShort(value) }));
    const named = leaves.filter(({ name }) => name !== '');
    const wanted = along.map((name) => named.find((leaf) => leaf.name === name)).filter((leaf) => leaf !== undefined);
    const first = wanted[0] ?? named[0] ?? leaves[0];
    parts.x.replaceChildren(...options.map(({ value, title }) => element('option', { value }, title)));
    parts.y.replaceChildren(
      element('option', { value: '' }, 'nothing else'),
      ...options.map(({ value, title }) => element('option', { value }, title)),
    );
    parts.x.value = String(first?.id ?? '');
    parts.y.value = String(wanted[1]?.id ?? '');
  }

  /** The leaves that are plotted: one for a curve, two for a contour. */
  function chosenAxes() {
    const [x, y] = [parts.x, parts.y].map(({ value }) => leaves.find(({ id }) => String(id) === value));
    return [x, y === x ? undefined : y].filter((leaf) => leaf !== undefined);
  }

  function chooseAxes() {
    along = chosenAxes().map(({ name }) => name);
    ball.putBack();
    ask();
  }

  function drawPlot() {
    if (shown === null || panel.offsetParent === null) {
      return;
    }
    const { answer, axes, text: asked } = shown;
    const [x, y] = axes;
    const result = titleOf(asked, answer.nodes[answer.output]);
    parts.curveBox.hidden = answer.curve === null;
    parts.contourBox.hidden = answer.contour === null;
    const trail = ball.trail();
    if (answer.curve !== null) {
      curve ??= labChart(parts.curve);
      const { data, grad } = answer.nodes[x.id];
      const at = answer.nodes[answer.output].data;
      curve.draw({ from: -reachOf(axes), to: reachOf(axes), outputs: answer.curve, x: data, y: at, slope: grad, trail });
      const leaf = x.name || 'the number';
      setText(parts.legend, `${result} over ${leaf}; dashed, the tangent at ${leaf} = ${formatShort(data)}: its slope is the gradient, ${formatShort(grad)}`);
    } else if (answer.contour !== null) {
      const [first, second] = [answer.nodes[x.id], answer.nodes[y.id]];
      contour.draw({
        outputs: answer.contour,
        reach: reachOf(axes),
        names: [x.name || 'x', y.name || 'y'],
        at: [first.data, second.data],
        gradient: [first.grad, second.grad],
        trail,
      });
      setText(parts.legend, `${result} from above, with lines of equal ${result}; the arrow is the gradient (${formatShort(first.grad)}, ${formatShort(second.grad)}) at (${formatShort(first.data)}, ${formatShort(second.data)})`);
    }
    parts.curve.setAttribute('aria-label', parts.legend.textContent);
    parts.contour.setAttribute('aria-label', parts.legend.textContent);
  }

  parts.field.addEventListener('input', () => {
    setText(parts.note, '');
    tries = [];
    parts.examples.value = '';
    open(parts.field.value);
  });
  parts.examples.addEventListener('change', () => {
    const example = EXAMPLES[Number(parts.examples.value)];
    if (parts.examples.value !== '' && example) {
      start(example);
    }
  });
  parts.x.addEventListener('change', chooseAxes);
  parts.y.addEventListener('change', chooseAxes);
  addEventListener('hashchange', () => {
    const linked = textOf(location.hash);
    if (linked !== null && linked !== text) {
      begun(linked);
    }
  });
  new ResizeObserver(drawPlot).observe(panel);

  /** @param {import('../lab/examples.js').Example} example */
  function start(example) {
    setText(parts.note, example.note);
    along = example.along;
    tries = example.tries ?? [];
    open(example.text);
  }

  /** @param {string} given a text, which may be an example's */
  function begun(given) {
    const place = EXAMPLES.findIndex((example) => example.text === given);
    parts.examples.value = place < 0 ? '' : String(place);
    if (place < 0) {
      open(given);
    } else {
      start(EXAMPLES[place]);
    }
  }

  begun(textOf(location.hash) ?? kept() ?? EXAMPLES[0].text);
  let live = store.state.live;
  return {
    topics: [],
    draw() {
      // The server is back.
      if (store.state.live && !live && failed) {
        open(text);
      }
      live = store.state.live;
    },
    restyle() {
      curve?.restyle();
      drawPlot();
    },
  };
}

/**
 * @param {string} expression
 * @param {import('../lab/leaves.js').Leaf[]} axes
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
 * @param {import('../lab/leaves.js').Leaf[]} axes
 */
function reachOf(axes) {
  return Math.max(...axes.map(({ reach }) => reach));
}

/** @param {HTMLElement} panel */
function layOut(panel) {
  const examples = element(
    'select',
    { id: 'lab-examples' },
    element('option', { value: '' }, 'your own'),
    ...EXAMPLES.map(({ title }, i) => element('option', { value: String(i) }, title)),
  );
  const field = element('textarea', {
    id: 'lab-text',
    rows: '3',
    maxlength: '10000',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    'aria-describedby': 'lab-allowed lab-error',
  });
  const link = element('a', { href: '#lab', id: 'lab-link' }, 'Link to this expression');
  const note = element('p', { class: 'lab-note', id: 'lab-note' });
  const errorText = element('span');
  const place = element('pre', { 'aria-hidden': 'true' });
  const error = element('div', { class: 'lab-error', id: 'lab-error', role: 'alert', hidden: '' }, errorText, place);
  const result = element('output', { class: 'lab-result', id: 'lab-result' });
  const since = element('div', { class: 'lab-since' });
  const leaves = element('fieldset', { class: 'lab-leaves', 'aria-label': 'Numbers' });
  const x = element('select', { id: 'lab-x' });
  const y = element('select', { id: 'lab-y' });
  const curve = element('canvas', { role: 'img', id: 'lab-curve' });
  const contour = element('canvas', { role: 'img', id: 'lab-contour' });
  const curveBox = element('div', { class: 'chart-box chart-small lab-plot', hidden: '' }, curve);
  const contourBox = element('div', { class: 'lab-plot lab-square', hidden: '' }, contour);
  const legend = element('p', { class: 'panel-note', id: 'lab-legend' });
  const descent = element('div', { class: 'lab-descent' });
  const graph = element('div', { class: 'lab-graph-part' });
  const nodes = element('div', { class: 'lab-nodes-part' }, element('h3', {}, 'Every node, and its gradient checked'));
  panel.append(
    element(
      'div',
      { class: 'lab' },
      element(
        'div',
        { class: 'lab-text-part' },
        element('p', { class: 'lab-head' }, element('label', { for: 'lab-examples' }, 'Start with '), examples),
        element('label', { class: 'label', for: 'lab-text' }, 'Expression'),
        field,
        error,
        element(
          'p',
          { class: 'panel-note', id: 'lab-allowed' },
          'Allowed: + − * / ** ( ), exp log relu sigmoid tanh; statements end with ; or a new line. ',
          link,
        ),
        note,
        result,
        since,
        leaves,
      ),
      element(
        'div',
        { class: 'lab-plot-part' },
        element(
          'p',
          { class: 'lab-head' },
          element('label', { for: 'lab-x' }, 'Plot it over '),
          x,
          element('label', { for: 'lab-y' }, ' and '),
          y,
        ),
        curveBox,
        contourBox,
        legend,
        descent,
      ),
      graph,
      nodes,
    ),
  );
  return { examples, field, link, note, error, errorText, place, result, since, leaves, x, y, curve, contour, curveBox, contourBox, legend, descent, graph, nodes };
}

/** @param {string} text what is there again when the page is opened the next time */
function keep(text) {
  try {
    localStorage.setItem(KEPT, text);
  } catch {
    // Storage can be forbidden; the first example is there then.
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
