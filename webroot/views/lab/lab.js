import { hashOf, partsOf } from '../../ui/address.js';
import { setText } from '../../ui/dom.js';
import { nodesAt } from './answer.js';
import { axesChoice } from './axes-choice.js';
import { changeComparison } from './comparison.js';
import { descentControls } from './descent.js';
import { EXAMPLES } from './examples.js';
import { labGraph } from './graph.js';
import { inquiry, reachOf } from './inquiry.js';
import { leafSliders, leavesOf } from './leaves.js';
import { nodeTable } from './node-table.js';
import { layOut } from './panel.js';
import { labPlot } from './plot.js';
import { reachFor } from './range.js';
import { save, saved } from './storage.js';
import { lineAt, withNumber } from './text.js';

/**
 * An expression to play with. Its text is the only state: the sliders rewrite the numbers in it, and
 * the server answers with everything else.
 * @param {HTMLElement} panel
 * @param {import('../../ui/view.js').Page} page
 * @returns {import('../../ui/view.js').View}
 */
export function lab(panel, { store, redraw }) {
  const parts = layOut(panel);
  const sliders = leafSliders(parts.leaves, move, point);
  const table = nodeTable(parts.nodes, point);
  const graph = labGraph(parts.graph, { point, choose: (id) => sliders.focus(id) });
  const comparison = changeComparison(parts.comparison, { change: tryValue, again: compareWithHere });
  const ball = descentControls(parts.descent, { asked: ask, moved: drawBall });
  const axes = axesChoice(parts.x, parts.y, chooseAxes);
  const plot = labPlot(parts);
  const server = inquiry({ began: begin, answered: show, refused: refuse, askAgain: ask });

  let text = '';
  /** Whether the leaves are those of the text. */
  let known = false;
  let failed = false;
  /** @type {import('./leaves.js').Leaf[]} */
  let leaves = [];
  /** @type {{name: string, value: number}[]} */
  let tries = [];

  function ask() {
    if (known) {
      server.ask(text, leaves, axes.chosen(leaves), ball.rate());
    }
  }

  /**
   * Another structure: its leaves and its graph are made first, then what is plotted is asked for.
   * @param {import('./answer.js').Answer} answer
   */
  function begin(answer) {
    accept();
    known = true;
    leaves = leavesOf(answer.nodes);
    axes.offer(leaves);
    sliders.show(leaves, axes.chosen(leaves));
    sliders.write(leaves);
    comparison.begin(answer, tries);
    ball.putBack();
    graph.show(text);
    ask();
  }

  /** @param {import('./inquiry.js').Shown} shown */
  function show({ answer, axes: plotted, text: asked }) {
    accept();
    const result = answer.nodes[answer.output];
    table.write(asked, answer.nodes);
    graph.write(answer.nodes);
    comparison.write(answer);
    ball.show(answer.descent, plotted.map(({ name }) => name || 'x'), result.name || 'the result', reachOf(plotted));
    drawBall();
  }

  function accept() {
    failed = false;
    parts.error.hidden = true;
    parts.field.removeAttribute('aria-invalid');
    panel.classList.remove('stale');
    parts.leaves.disabled = false;
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
    parts.place.hidden = position === null || asked.trim() === '';
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
    parts.field.rows = Math.min(8, Math.max(2, next.split('\n').length));
    parts.link.href = `#${hashOf({ lab: next })}`;
    save(next);
    redraw();
  }

  /**
   * Begins with another text.
   * @param {string} next
   */
  function open(next) {
    write(next);
    known = false;
    server.open(next);
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
    ball.putBack(); // it is taken up from where it lay
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
      leaves.map((leaf) => ({ id: leaf.id, value: leaf.name === name ? value : (comparison.start()[leaf.id]?.data ?? leaf.value) })),
    );
  }

  function compareWithHere() {
    const shown = server.shown();
    if (shown) {
      comparison.begin(shown.answer, tries);
      comparison.write(shown.answer);
    }
  }

  /** @param {number | null} id */
  function point(id) {
    sliders.light(id);
    table.light(id);
    graph.light(id);
  }

  function chooseAxes() {
    const chosen = axes.chosen(leaves);
    axes.wish(chosen.map(({ name }) => name));
    sliders.show(leaves, chosen);
    sliders.write(leaves);
    ball.putBack();
    ask();
  }

  /** Sliders, headline, slope and picture go with the ball; the text keeps where it began. */
  function drawBall() {
    const shown = server.shown();
    if (shown !== null) {
      const { nodes } = atBall(shown).answer;
      // At the start the text's numbers may be newer than the answer's.
      sliders.write(ball.place() === null ? leaves : leaves.map((leaf) => ({ ...leaf, value: nodes[leaf.id].data })));
      sliders.writeGradients(nodes);
      drawPlot();
    }
  }

  /** @param {import('./inquiry.js').Shown} shown */
  function atBall(shown) {
    const place = ball.place();
    const { answer, axes: plotted } = shown;
    return place === null ? shown : { ...shown, answer: { ...answer, nodes: nodesAt(answer, plotted.map(({ id }) => id), place) } };
  }

  function drawPlot() {
    const shown = server.shown();
    if (shown !== null && panel.offsetParent !== null) {
      plot.draw(atBall(shown), ball.trail());
    }
  }

  /** @param {import('./examples.js').Example} example */
  function start(example) {
    setText(parts.note, example.note);
    axes.wish(example.along);
    tries = example.tries ?? [];
    open(example.text);
  }

  /** @param {string} given a text, which may be an example's */
  function startWith(given) {
    const place = EXAMPLES.findIndex((example) => example.text === given);
    parts.examples.value = place < 0 ? '' : String(place);
    if (place < 0) {
      open(given);
    } else {
      start(EXAMPLES[place]);
    }
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
  addEventListener('hashchange', () => {
    const { lab: linked } = partsOf(location.hash);
    if (linked && linked !== text) {
      startWith(linked);
    }
  });
  new ResizeObserver(drawPlot).observe(panel);

  startWith(partsOf(location.hash).lab || saved() || EXAMPLES[0].text);
  let live = store.state.live;
  return {
    topics: [],
    get address() {
      return { lab: text };
    },
    draw() {
      // The server is back: what it could not answer is asked again.
      if (store.state.live && !live && failed) {
        open(text);
      }
      live = store.state.live;
    },
    restyle() {
      plot.restyle();
      drawPlot();
    },
  };
}
